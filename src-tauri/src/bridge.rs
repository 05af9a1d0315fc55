//! From the list of commands to functions that Tauri can call.

use crate::error::WireError;
use std::time::Instant;

/// Makes of the list in `rpc.rs` a handler for Tauri and, for the tests, a description of each command.
macro_rules! commands {
    ($(
        $(#[doc = $doc:literal])*
        $module:ident::$name:ident($($argument:ident: $type:ty),* $(,)?) -> $result:ty;
    )*) => {
        use crate::{app::App, bridge, commands, error::WireError};
        #[allow(clippy::wildcard_imports, reason = "the list names types by their module")]
        use crate::commands::*;
        use std::sync::Arc;
        use tauri::State;

        $(
            #[tauri::command(rename_all = "snake_case")]
            async fn $name(app: State<'_, Arc<App>>, $($argument: $type),*) -> Result<$result, WireError> {
                let app = Arc::clone(&app);
                bridge::answer(stringify!($name), move || commands::$module::$name(&app, $($argument),*)).await
            }
        )*

        /// What Tauri calls with each message of the window.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }

        #[cfg(test)]
        pub(crate) const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        #[cfg(test)]
        pub(crate) fn describe(page: &mut crate::bindings::Page) {
            $(
                $(page.add::<$type>();)*
                page.add::<$result>();
                let arguments = &[$((stringify!($argument), page.name::<$type>())),*];
                let result = page.name::<$result>();
                page.command(stringify!($name), &[$($doc),*], arguments, &result);
            )*
        }
    };
}

/// Does the work of one command on a thread that may block. The log gets the command's name, time and outcome,
/// never what was asked or answered.
pub(crate) async fn answer<T: Send + 'static>(
    command: &'static str,
    work: impl FnOnce() -> Result<T, WireError> + Send + 'static,
) -> Result<T, WireError> {
    let start = Instant::now();
    let answer =
        tauri::async_runtime::spawn_blocking(work).await.unwrap_or_else(|_| Err(WireError::internal()));
    let elapsed = start.elapsed();
    match &answer {
        Ok(_) => tracing::debug!(command, ?elapsed, "answered"),
        Err(error) => tracing::warn!(command, ?elapsed, code = error.code, "refused"),
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc;
    use std::collections::BTreeSet;

    #[test]
    fn the_window_may_send_every_command_and_nothing_else() {
        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let granted: BTreeSet<_> =
            capability["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let wanted: Vec<_> =
            rpc::COMMANDS.iter().map(|command| format!("allow-{}", command.replace('_', "-"))).collect();
        let wanted = wanted.iter().map(String::as_str).collect();
        assert_eq!(granted, wanted);
    }

    #[test]
    fn a_panic_in_a_command_is_an_answer() {
        let answer: Result<(), _> = tauri::async_runtime::block_on(answer("test", || panic!("on purpose")));
        assert_eq!(answer, Err(WireError::internal()));
    }
}
