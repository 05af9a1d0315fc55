// Every command the window may send, in one list. From it come the handlers, the permissions (`build.rs` reads
// this file too) and `ui/src/lib/bindings.ts`; `capabilities/main.json` must name each as well.
//
// `module::name(argument: Type) -> Type` is answered by `commands::module::name(&App, argument)`, off the main
// thread. Types are written by their full path, from `commands` or from a crate.

commands! {
    /// What the window needs to know before a board is open.
    desk::desk() -> desk::Desk;
    /// Asks the person for a file, proposing a name for a new one; null when they think better of it.
    files::choose_file(purpose: files::Purpose, suggested: Option<String>) -> Option<String>;
}
