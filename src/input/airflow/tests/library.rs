//! Python's library computes here what it computes there.

use super::objects::{all_are_told, of};

/// The command of a task, as an expression gives it.
pub(super) fn command(before: &str, expression: &str) -> String {
    let imports = "import base64, binascii, codecs, collections, copy, functools, itertools, json, operator, pathlib, string, textwrap, urllib.parse";
    let told =
        of(&format!("{imports}\n{before}\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command={expression})\n"));
    told.strip_prefix("d: t=").map_or_else(|| format!("! {told}"), str::to_owned)
}

#[test]
fn strings_are_made_as_python_makes_them() {
    let cases = [
        ("'a b'.title() + 'aB'.capitalize() + 'aB'.swapcase()", "A BAbAb"),
        ("'7'.zfill(3) + '-7'.zfill(4) + 'a'.ljust(3, '.') + 'a'.rjust(2) + 'ab'.center(5, '*')", "007-007a.. a**ab*"),
        ("'-'.join('a.b.c'.split('.', 1)) + '-'.join('a.b.c'.rsplit('.', 1))", "a-b.ca.b-c"),
        ("'/'.join('a.b.c'.rpartition('.'))", "a.b/./c"),
        ("'{:02d}|{x}|{y[0]}|{z[k]}|{!r}'.format(7, 'q', x=3, y=['a'], z={'k': 'v'})", "07|3|a|v|'q'"),
        ("'%05.1f|%-4s|%+d|%x|%(a)s'.replace('|%(a)s', '') % (2.5, 'ab', 7, 255)", "002.5|ab  |+7|ff"),
        ("'%(a)s-%(b)02d' % {'a': 'x', 'b': 5}", "x-05"),
        ("f'{1!r:>3}|{\"a\"!r}|{12345:,}|{0.5:.0%}|{3.14159:.2f}|{\"x\":*^5}'", "  1|'a'|12,345|50%|3.14|**x**"),
        ("f'{1 + 1 = }'", "1 + 1 = 2"),
        ("'abcdef'[::-1] + 'abcdef'[1:4:2] + 'abc'[-1]", "fedcbabdc"),
        (
            "str('ab'.isdigit()) + str('12'.isdigit()) + str('a_b'.isidentifier()) + str('banana'.count('an')) + str('abc'.find('c'))",
            "FalseTrueTrue22",
        ),
        ("'-' * 3 + 'a' * 0", "---"),
        ("textwrap.dedent('''\n      a\n        b\n      ''') + textwrap.indent('x\\ny', '  ')", "\na\n  b\n  x\n  y"),
        ("string.Template('rm $x ${y}z $$').substitute(x=1, y='q')", "rm 1 qz $"),
        ("str([1, 'a', None]) + repr('x') + str({'a': (1,)})", "[1, 'a', None]'x'{'a': (1,)}"),
        ("','.join(n for n in ['a', 'b'] if n != 'b')", "a"),
        ("'{a}{b}'.format_map({'a': 1, 'b': 2}) + 'x'.join(['a', 'b'])", "12axb"),
    ];
    all_are_told(
        cases.map(|(expression, expected)| (expression.to_owned(), command("", expression), expected.to_owned())),
    );
}

#[test]
fn encoded_texts_are_decoded() {
    let cases = [
        ("base64.b64decode('ZWNobyB4').decode()", "echo x"),
        ("base64.b64encode('echo x'.encode()).decode()", "ZWNobyB4"),
        ("base64.urlsafe_b64decode(b'ZWNobyB4')", "echo x"),
        ("__import__('base64').b64decode('ZWNobyB4').decode()", "echo x"),
        ("bytes.fromhex('6563686f').decode() + binascii.unhexlify('6563686f').decode()", "echoecho"),
        ("codecs.decode('rpub', 'rot13')", "echo"),
        ("'e' + chr(99) + 'ho' + str(ord('a')) + hex(255)", "echo970xff"),
        (
            "json.loads('{\"a\": [\"x\", {\"b\": \"y\"}]}')['a'][1]['b'] + json.dumps({'a': [1, None]})",
            "y{\"a\": [1, null]}",
        ),
        (
            "urllib.parse.quote('a b/c') + urllib.parse.quote_plus('a b') + urllib.parse.unquote('a%20b')",
            "a%20b/ca+ba b",
        ),
    ];
    all_are_told(
        cases.map(|(expression, expected)| (expression.to_owned(), command("", expression), expected.to_owned())),
    );
}

/// Statements, an expression, and its value.
const COLLECTIONS: &[(&str, &str, &str)] = &[
    ("", "''.join(a + b for a, b in itertools.product('ab', 'xy'))", "axaybxby"),
    (
        "",
        "''.join(itertools.chain(['a'], ('b',), *[['c']])) + ''.join(itertools.chain.from_iterable([['d'], ['e']]))",
        "abcde",
    ),
    ("", "str(list(itertools.zip_longest('ab', 'x', fillvalue='-')))", "[('a', 'x'), ('b', '-')]"),
    ("", "''.join(itertools.islice('abcdef', 1, 4)) + ''.join(itertools.repeat('x', 2))", "bcdxx"),
    (
        "",
        "str(list(itertools.combinations('abc', 2))) + str(len(list(itertools.permutations('abc'))))",
        "[('a', 'b'), ('a', 'c'), ('b', 'c')]6",
    ),
    (
        "rows = [{'g': 'x', 'n': 1}, {'g': 'x', 'n': 2}, {'g': 'y', 'n': 3}]",
        "str([(k, [r['n'] for r in g]) for k, g in itertools.groupby(rows, key=operator.itemgetter('g'))])",
        "[('x', [1, 2]), ('y', [3])]",
    ),
    ("", "str(functools.reduce(lambda a, b: a + b, [1, 2, 3]))", "6"),
    (
        "",
        "str(sorted([3, 1, 2])) + str(sorted(['b', 'a'], reverse=True)) + str(sorted(['bb', 'a'], key=len))",
        "[1, 2, 3]['b', 'a']['a', 'bb']",
    ),
    (
        "",
        "str(max(1, 3, 2)) + min(['b', 'a']) + str(sum([1, 2])) + str(any([0, 1])) + str(all([])) + str(round(2.5)) + str(abs(-3))",
        "3a3TrueTrue23",
    ),
    (
        "d = collections.defaultdict(list)\nd['a'].append('x')\nd['a'].append('y')",
        "''.join(d['a']) + str(len(d))",
        "xy1",
    ),
    (
        "d = collections.OrderedDict([('a', 'x')])\nd.setdefault('b', 'y')\nd.setdefault('a', 'z')",
        "d['a'] + d['b'] + ''.join(d)",
        "xyab",
    ),
    ("", "str(collections.Counter('aab')['a']) + collections.ChainMap({'a': 'x'}, {'a': 'y', 'b': 'z'})['a']", "2x"),
    (
        "x = ['b', 'c']\nx.insert(0, 'a')\nx.remove('c')\nx.reverse()\nx.extend(('d',))\nlast = x.pop()\nfirst = x.pop(0)",
        "''.join(x) + last + first + str(['p', 'q'].index('q'))",
        "adb1",
    ),
    ("x = ['b', 'a']\nx.sort()\ny = x.copy()\ny.clear()", "''.join(x) + str(len(y))", "ab0"),
    (
        "d = {'a': 'x', 'b': 'y'}\ne = copy.deepcopy(d)\ne['a'] = 'z'\np = d.pop('b')\nd |= {'c': 'w'}\nk, v = d.popitem()",
        "''.join(d) + e['a'] + p + k + v + str(dict.fromkeys(['q'], 1))",
        "azycw{'q': 1}",
    ),
    ("a = {'x', 'y'}\nb = a & {'y', 'z'}", "''.join(b) + str(len(a | {'z'})) + str('x' in a)", "y3True"),
    (
        "",
        "''.join(reversed(['a', 'b'])) + str(list(enumerate('a', 1))) + str(list(zip('a', 'b')))",
        "ba[(1, 'a')][('a', 'b')]",
    ),
    ("", "str(int('7') + int('ff', 16) + 2 ** 3) + str(float('1.5')) + str(7 // 2) + str(7 % 4)", "2701.533"),
    (
        "a, *b = (1, 2, 3)",
        "str(b) + str(isinstance(b, list)) + str(isinstance((1,), tuple)) + str(isinstance({1}, list))",
        "[2, 3]TrueTrueFalse",
    ),
];

#[test]
fn collections_hold_what_python_holds() {
    all_are_told(COLLECTIONS.iter().copied().map(|(before, expression, expected)| {
        (format!("{before}\n{expression}"), command(before, expression), expected.to_owned())
    }));
}

#[test]
fn paths_keep_the_folder_of_the_repository_in_front() {
    let cases = [
        ("os.path.dirname(__file__)", "{repository}/dags"),
        (
            "os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'sql', 'a.txt')",
            "{repository}/dags/../sql/a.txt",
        ),
        ("os.path.realpath(os.path.join(os.path.dirname(__file__), '..', 'sql'))", "{repository}/sql"),
        ("str(pathlib.Path(__file__).resolve().parent.parent / 'sql')", "{repository}/sql"),
        ("str(pathlib.Path(__file__).parents[1].joinpath('a', 'b.sql').with_suffix('.txt'))", "{repository}/a/b.txt"),
    ];
    all_are_told(cases.map(|(expression, expected)| {
        let partial = format!("{{\"$partial\":\"{expected}\"}}");
        (expression.to_owned(), command("", expression), partial)
    }));
    let cases = [
        ("os.path.basename(__file__) + os.path.splitext('a/b.tar.gz')[1] + os.path.join('a', '/b')", "a.py.gz/b"),
        ("pathlib.Path(__file__).stem + pathlib.Path('x/y.txt').name + pathlib.Path('x/y.txt').suffix", "ay.txt.txt"),
        ("(pathlib.Path('x') / 'y').as_posix() + str(pathlib.PurePath('a', 'b'))", "x/ya/b"),
        ("os.path.basename(os.path.dirname(__file__))", "dags"),
    ];
    all_are_told(
        cases.map(|(expression, expected)| (expression.to_owned(), command("", expression), expected.to_owned())),
    );
}

#[test]
fn what_is_not_known_stays_unknown() {
    let cases = [
        ("import re", "re.sub('a', 'b', 'a')"),
        ("x = list(os.environ)", "x.pop()"),
        ("x = {'a': 'b'}\nx.update(os.environ)", "x['a']"),
        ("x = ['a', 'b']\nx.sort(key=lambda n: os.environ[n])", "x[0]"),
        ("x = ['a']\nif os.environ['N']:\n    x.clear()", "x.pop()"),
        ("", "'a'.translate(os.environ)"),
        ("class J:\n    cmd = 'ls'\nj = J()\nfor k, v in os.environ.items():\n    setattr(j, k, v)", "j.cmd"),
    ];
    all_are_told(cases.map(|(before, expression)| {
        let told = command(before, expression);
        let known = !["null", "$partial", "$call"].iter().any(|mark| told.contains(mark));
        (format!("{before}\n{expression}: {told}"), known.to_string(), "false".to_owned())
    }));
}
