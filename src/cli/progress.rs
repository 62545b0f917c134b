//! One line that says how far a run has come, on a terminal, when it takes longer than a second. It is gone before
//! anything else is printed.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a run may take without a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written again.
const PACE: Duration = Duration::from_millis(100);
/// Back to the start of the line, and nothing in it any more.
const ERASE: &str = "\r\u{1b}[2K";

/// The line, for as long as this value lives.
pub(super) struct Progress {
    done: Arc<AtomicUsize>,
    all: Arc<AtomicUsize>,
    /// Ends the thread that writes when it is dropped.
    stop: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Shows the line on standard error, if somebody watches.
    pub(super) fn start(watched: bool) -> Self {
        if watched { Self::on(std::io::stderr(), PATIENCE) } else { Self::silent() }
    }

    fn silent() -> Self {
        Self { done: Arc::default(), all: Arc::default(), stop: None }
    }

    fn on(mut screen: impl Write + Send + 'static, patience: Duration) -> Self {
        let mut progress = Self::silent();
        let (done, all) = (Arc::clone(&progress.done), Arc::clone(&progress.all));
        let (stop, stopped) = channel::<()>();
        let writer = std::thread::spawn(move || {
            let mut wait = patience;
            let mut shown = false;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = line(done.load(Ordering::Relaxed), all.load(Ordering::Relaxed));
                // A screen that has gone away does not change how gate ends.
                let _ = write!(screen, "{ERASE}{line}").and_then(|()| screen.flush());
                (wait, shown) = (PACE, true);
            }
            if shown {
                let _ = write!(screen, "{ERASE}").and_then(|()| screen.flush());
            }
        });
        progress.stop = Some((stop, writer));
        progress
    }

    /// How many files are done, of how many.
    pub(super) fn say(&self, done: usize, all: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, writer)) = self.stop.take() {
            drop(stop);
            // Nothing else may be printed before the line is gone.
            let _ = writer.join();
        }
    }
}

/// The line; short enough for the narrowest screen, so that it never takes two.
fn line(done: usize, all: usize) -> String {
    match all {
        0 => "reading the tree …".to_owned(),
        all if done >= all => "looking at all of it together …".to_owned(),
        all => format!("judging {} of {all} files …", done.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use super::{ERASE, Progress, line};

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    #[test]
    fn a_long_run_shows_one_line_and_takes_it_away() {
        let screen = Screen::default();
        let progress = Progress::on(screen.clone(), Duration::ZERO);
        progress.say(33, 490);
        let end = Instant::now() + Duration::from_secs(20);
        while !screen.text().contains("judging 34 of 490 files …") && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(progress);
        let text = screen.text();
        assert!(text.contains("judging 34 of 490 files …"), "{text:?}");
        assert!(text.starts_with(ERASE) && text.ends_with(&format!("…{ERASE}")) && !text.contains('\n'), "{text:?}");
    }

    #[test]
    fn a_short_run_shows_nothing() {
        let screen = Screen::default();
        let progress = Progress::on(screen.clone(), Duration::from_hours(1));
        progress.say(1, 2);
        drop(progress);
        assert_eq!(screen.text(), "");
    }

    #[test]
    fn the_line_fits_the_narrowest_screen() {
        for (done, all) in [(0, 0), (0, 1), (999_999, 1_000_000), (5, 5)] {
            assert!(line(done, all).chars().count() < 40, "{done} of {all}");
        }
    }
}
