// Checks the quality manual with every change and keeps what it builds. Written by `procdocs init --ci jenkins`; it is yours to change.
// Needs the plugins Docker Pipeline, JUnit and Warnings (the last shows the findings beside their lines).
pipeline {
    agent { docker { image 'python:3.12-slim-bookworm'; args '-u root' } }
    options { timeout(time: 60, unit: 'MINUTES') }
    environment {
        PROJECT = '{{project}}'
        // What a pull request brings is a stranger's: no templates of its own, no links followed, little time and memory.
        TRUST = "${env.CHANGE_ID ? '--untrusted' : ''}"
    }
    stages {
        stage('Install') {
            steps {
                sh 'apt-get update -qq && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk'
                sh 'python -m pip install --quiet --root-user-action ignore "procdocs=={{version}}"'
            }
        }
        stage('Check') {
            steps {
                sh 'procdocs check "$PROJECT" $TRUST --relative-to . --format junit --output junit.xml || test $? -eq 1'
                sh 'procdocs check "$PROJECT" $TRUST --relative-to . --format sarif --output procdocs.sarif || test $? -eq 1'
                sh 'procdocs check "$PROJECT" $TRUST --relative-to .'
            }
            post {
                always {
                    junit testResults: 'junit.xml', allowEmptyResults: true
                    recordIssues tool: sarif(pattern: 'procdocs.sarif')
                }
            }
        }
        stage('Build') {
            steps {
                sh 'procdocs build "$PROJECT" $TRUST --output manual'
                archiveArtifacts artifacts: 'manual/**'
            }
        }
    }
}
