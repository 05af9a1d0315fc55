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

    /// Opens a board in place of the one that is open. Nobody is signed in then.
    boards::open_board(path: String) -> boards::OpenBoard;
    /// Makes a board with its first member, who is its administrator and is signed in then.
    boards::create_board(
        path: String,
        name: String,
        member: String,
        roles: Vec<editorial::Role>,
        passphrase: String
    ) -> boards::OpenBoard;
    /// Makes a fresh demo board, with somebody signed in for whom a review waits.
    boards::demo_board() -> boards::OpenBoard;
    /// The board that is open, if one is.
    boards::current_board() -> Option<boards::OpenBoard>;
    /// Signs out and closes the board.
    boards::close_board() -> ();
    /// Signs a member in.
    boards::sign_in(member: editorial::MemberId, passphrase: String) -> boards::OpenBoard;
    /// Signs out; the board stays open. `idle` says that nobody had touched the desk for the policy's time.
    boards::sign_out(idle: bool) -> ();
    /// Changes my passphrase.
    boards::change_passphrase(present: String, next: String) -> ();
    /// Whether another window has written, and when the desk locks. `touched` says that somebody is there.
    boards::news(touched: bool) -> boards::News;

    /// The one command that changes a board. `secret` is my passphrase to sign a verdict, or a new member's.
    articles::dispatch(command: editorial::Command, secret: Option<String>) -> store::Outcome;
    /// A part of the queue.
    articles::queue(filter: store::query::QueueFilter) -> store::query::Queue;
    /// Articles whose title or text holds these words; the latest ones for no words.
    articles::titles(text: String) -> Vec<articles::Title>;
    /// An article with its head text, or another revision.
    articles::article(id: editorial::ArticleId, revision: Option<u32>) -> store::query::ArticleView;
    /// Passages of the head text proposed as claims.
    articles::candidates(id: editorial::ArticleId) -> Vec<editorial::Candidate>;
    /// Every discussion of an article with its answers, oldest first.
    articles::reconciliation(id: editorial::ArticleId) -> Vec<store::ThreadRow>;
    /// What the checks find on the head text.
    articles::findings(id: editorial::ArticleId) -> Vec<editorial::Finding>;
    /// What changed between two revisions.
    articles::comparison(id: editorial::ArticleId, from: u32, to: u32) -> articles::Compared;
    /// My unsaved text brought together with the newest revision, on what both grew from. The choices answer
    /// the conflicts in their order.
    articles::merging(article: editorial::ArticleId, choices: Vec<compare::Choice>) -> articles::Merging;
    /// My unsaved text of an article.
    articles::working_copy(article: editorial::ArticleId) -> Option<store::WorkingCopy>;
    /// Keeps my unsaved text of an article on this machine.
    articles::keep_working_copy(article: editorial::ArticleId, base: u32, document: articles::EditorJson) -> ();
    /// Throws my unsaved text of an article away.
    articles::discard_working_copy(article: editorial::ArticleId) -> ();

    /// An image of an article by the SHA-256 of its bytes; null when it is of a kind that cannot be shown.
    images::image(digest: String) -> Option<images::Image>;
    /// Keeps an image, given in base64, for a text that will name it by the digest that is answered.
    images::keep_image(data: String) -> String;

    /// What a file holds, before it is imported.
    importing::preview_import(path: String) -> importing::ImportPreview;
    /// Imports the file that was shown, under this title.
    importing::import_article(path: String, digest: String, title: String) -> store::Outcome;

    /// The sources that hold all these words.
    library::sources(text: String) -> Vec<store::query::SourceRow>;
    /// What a file of references (or what was pasted) holds, before any of it is imported.
    library::preview_references(path: Option<String>, text: Option<String>) -> store::ReferencePreview;
    /// Gives a source its file.
    library::attach_file(source: editorial::SourceId, path: String) -> store::Outcome;
    /// The file of a source, with its words page by page.
    library::source_file(source: editorial::SourceId) -> store::FileShown;
    /// Looks a source up by its identifier over the network, where the policy allows it; null where the service knows
    /// none.
    library::look_up(identifier: String) -> Option<editorial::Source>;
    /// Pairs of sources that might be one work.
    library::alike_sources() -> Vec<store::query::AlikeSources>;
    /// Compares the library with the CSV of Retraction Watch.
    library::import_retractions(path: String) -> library::RetractionsImported;
    /// A source with where it is used.
    library::source(id: editorial::SourceId) -> store::query::SourceView;

    /// A page of the trail, newest first.
    record::trail(filter: store::query::TrailFilter) -> store::query::Trail;
    /// How much that fits the filter happened when, and how long its articles stood in each stage.
    record::activity(filter: store::query::TrailFilter) -> store::query::Activity;
    /// An event as it is recorded.
    record::event(seq: u64) -> store::query::EventView;
    /// What others did lately that concerns me, newest first.
    record::notices() -> Vec<store::query::Notice>;
    /// Whether the system shows messages of programs on the desktop.
    record::desktop_shows() -> bool;
    /// Shows on the desktop, in one message, what concerns me and came after a place in the log; false where the
    /// system could not.
    record::show_on_desktop(after: u64) -> bool;
    /// Members, policy and rights.
    record::board() -> store::query::BoardView;

    /// Writes the events that fit the filter, oldest first, to a file.
    exporting::export_trail(
        path: String,
        format: store::ExportFormat,
        filter: store::query::TrailFilter
    ) -> store::Exported;
    /// Writes a report of the events that fit the filter, to be read and printed, as a PDF.
    exporting::export_report(path: String, filter: store::query::TrailFilter) -> store::Exported;
    /// Writes the certificate of an approved article as a PDF.
    exporting::export_certificate(id: editorial::ArticleId, path: String) -> store::Exported;
    /// Writes what changed between two revisions as a page of its own.
    exporting::export_comparison(id: editorial::ArticleId, from: u32, to: u32, path: String) -> store::Exported;
    /// Writes what changed between two revisions as a PDF, with who took note of which clinical change.
    exporting::export_comparison_pdf(id: editorial::ArticleId, from: u32, to: u32, path: String) -> store::Exported;
    /// Writes a bundle of everything, or of one article with all it rests on.
    exporting::export_bundle(path: String, article: Option<editorial::ArticleId>) -> store::Exported;
    /// Writes the table of an article's discussions as CSV.
    exporting::export_reconciliation(id: editorial::ArticleId, path: String) -> store::Exported;
    /// Writes the signatures on an article as JSON, with all that it takes to verify them.
    exporting::export_signatures(id: editorial::ArticleId, path: String) -> store::Exported;
    /// How far the export is; null when none is being written.
    exporting::export_progress() -> Option<store::Progress>;
    /// Breaks the export off; its file is not written then.
    exporting::break_export_off() -> ();

    /// What is known of whether the record holds, and how far a verification is that runs.
    proving::proof() -> proving::Proof;
    /// Checks that nothing was altered or removed, and that the rules allowed all of it; `proof` says how far it is.
    proving::verify_board() -> store::Verification;
    /// Stops the verification that runs.
    proving::stop_verification() -> ();
    /// Makes a checkpoint and writes it to a file.
    proving::save_checkpoint(path: String) -> store::KeptCheckpoint;
    /// What is kept outside the board's file.
    proving::safekeeping() -> proving::Safekeeping;
    /// Copies every checkpoint to this folder as well from now on, on this machine; or to none.
    proving::copy_checkpoints(folder: Option<String>) -> ();
    /// Makes a backup among those that this machine keeps.
    proving::back_up_now() -> store::Backup;
    /// Verifies a backup and, if it holds, puts it back as a new board.
    proving::restore_board(backup: String, path: String) -> store::Verification;
    /// Takes the log as it is for the one to compare with from now on.
    proving::accept_log() -> ();
}
