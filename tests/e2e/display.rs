//! Processes that end with the test, and the private display they draw on.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// A process that is killed when its owner is done with it.
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_string_lossy().into_owned();
        Self(
            command
                .stdin(Stdio::null())
                .spawn()
                .unwrap_or_else(|error| panic!("cannot run {program}: {error}")),
        )
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An X server that shows itself to nobody, large enough for any window under test.
pub(crate) struct Display {
    _server: Process,
    /// What `DISPLAY` has to be.
    pub(crate) name: String,
}

impl Display {
    pub(crate) fn start() -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "3840x2400x24", "-nolisten", "tcp"]);
        let mut server = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut number = String::new();
        let told = server.0.stdout.take().expect("its output is piped");
        BufReader::new(told).read_line(&mut number).expect("the X server tells its number");
        Self { _server: server, name: format!(":{}", number.trim()) }
    }
}
