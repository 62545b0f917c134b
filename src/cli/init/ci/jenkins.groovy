// Jenkins, in a multibranch pipeline that clones the whole history
stage('gate') {
  when { changeRequest() }
  steps {
    sh '''
      git fetch origin "+refs/heads/$CHANGE_TARGET:refs/remotes/target/base"
      gate check --base refs/remotes/target/base
    '''
  }
}
