//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  imprimatur demo demo.board
  imprimatur create team.board --name 'Medical advisory board' --as 'Ada Lindqvist'
  imprimatur import team.board draft.md notes.html --as 'Tom Okafor'
  imprimatur articles team.board --json
  imprimatur show team.board Metformin --revision 2 --format markdown
  imprimatur compare old.md new.md
  imprimatur compare old.docx new.docx --format html > changes.html
  imprimatur compare --board team.board Metformin 1 3 --format json
  imprimatur compare --board team.board Metformin 1 3 --format pdf --out changes.pdf --as 'Ada Lindqvist'
  imprimatur check draft.md
  imprimatur check team.board Metformin --json
  imprimatur signatures team.board Metformin
  imprimatur threads team.board Metformin --as 'Ada Lindqvist' > discussions.csv
  imprimatur certificate team.board Aspirin --out aspirin.pdf --as 'Ada Lindqvist'
  imprimatur sources import team.board library.ris --as 'Tom Okafor'
  imprimatur sources team.board --find colchicine
  imprimatur audit export team.board --format csv --since 2026-01-01 --as 'Ada Lindqvist' > trail.csv
  imprimatur audit export team.board --format bundle --to record.zip --as 'Ada Lindqvist'
  imprimatur audit checkpoint team.board --out kept-elsewhere.note
  imprimatur audit verify team.board --checkpoint kept-elsewhere.note
  imprimatur backup team.board copy.board
  imprimatur restore copy.board again.board

Exit codes: 0 done and sound, 1 the answer is no, 2 wrong command line, 3 the file could not be used.
Commands that write or export ask for a member (--as) and a passphrase, or take it from IMPRIMATUR_PASSPHRASE.";

/// The desk at which a medical advisory board decides what may be published, without its window.
#[derive(Debug, Parser)]
#[command(name = "imprimatur", version, about, after_help = EXAMPLES)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) what: What,
}

#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Make the demo board in a new file
    Demo {
        /// The file to make
        file: PathBuf,
    },
    /// Make a new board, with its first member, who is its administrator
    Create {
        /// The file to make
        file: PathBuf,
        /// The board's name
        #[arg(long)]
        name: String,
        /// The first member, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: String,
    },
    /// Import articles: Markdown, HTML, plain text or Word
    Import {
        /// The board
        board: PathBuf,
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The member who imports, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: Option<String>,
    },
    /// List the articles
    Articles {
        /// The board
        board: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print an article's text
    Show {
        /// The board
        board: PathBuf,
        /// The article: its identity, or words of its title
        article: String,
        /// Which revision; the newest by default
        #[arg(long)]
        revision: Option<u32>,
        /// The form
        #[arg(long, value_enum, default_value_t = TextFormat::Markdown)]
        format: TextFormat,
    },
    /// Say what changed between two files, or between two revisions of an article
    Compare(Compare),
    /// Say what in a text needs substantiation, and what its checks find
    Check(Check),
    /// Measure how well anchors hold on a folder of ID.old.md and ID.new.md with stable citation keys
    #[command(hide = true)]
    Anchors {
        /// The folder
        folder: PathBuf,
        /// Print every sentence that did not land right
        #[arg(long)]
        misses: bool,
    },
    /// Export the signatures on an article, each verified: for reading, or with all that another tool needs to verify them
    Signatures(Signatures),
    /// Export the table of an article's discussions with their answers
    Threads(Threads),
    /// Write the certificate of an approved article: an accessible PDF/A
    Certificate(Certificate),
    /// List the sources of the library, or import references
    Sources(Sources),
    /// Export or verify the record
    #[command(subcommand)]
    Audit(Audit),
    /// Make the projections anew from the log
    Rebuild {
        /// The board
        board: PathBuf,
        /// Only compare what stands there with what the log makes of it
        #[arg(long)]
        check: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Copy the board to a new file while it may be in use, and verify the copy
    Backup {
        /// The board
        board: PathBuf,
        /// The file to make
        to: PathBuf,
    },
    /// Verify a backup and put it back as a new board, whose record says so
    Restore {
        /// The backup
        backup: PathBuf,
        /// The board to make
        to: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Signatures {
    /// The board
    pub(crate) board: PathBuf,
    /// The article: its identity, or words of its title
    pub(crate) article: String,
    /// Export JSON: statement, signature and public key of each
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the JSON to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// The member who exports, by printed name
    #[arg(long = "as", id = "as_member", value_name = "NAME")]
    pub(crate) as_member: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Threads {
    /// The board
    pub(crate) board: PathBuf,
    /// The article: its identity, or words of its title
    pub(crate) article: String,
    /// The form
    #[arg(long, value_enum, default_value_t = TableFormat::Csv)]
    pub(crate) format: TableFormat,
    /// Write CSV to a file instead of standard output
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub(crate) to: Option<PathBuf>,
    /// The member who exports, by printed name
    #[arg(long = "as", id = "as_member", value_name = "NAME")]
    pub(crate) as_member: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Certificate {
    /// The board
    pub(crate) board: PathBuf,
    /// The article: its identity, or words of its title
    pub(crate) article: String,
    /// The PDF to write
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    /// The member who asks for it, by printed name
    #[arg(long = "as", id = "as_member", value_name = "NAME")]
    pub(crate) as_member: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A file; or the board of the article named next
    #[arg(value_name = "FILE|BOARD")]
    pub(crate) of: PathBuf,
    /// An article of that board: its identity, or words of its title
    pub(crate) article: Option<String>,
    /// Print JSON: claims and findings
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// Two files; or, with --board, the article and two revisions; or, with --batch, a list
    #[arg(required = true, num_args = 1..=3)]
    pub(crate) of: Vec<String>,
    /// Compare revisions of an article on this board
    #[arg(long)]
    pub(crate) board: Option<PathBuf>,
    /// Take the files as plain text, whatever they are
    #[arg(long)]
    pub(crate) plain: bool,
    /// The list's lines are an id, the old file and the new file parted by tabs; prints a line of JSON for each
    #[arg(long, requires = "plain")]
    pub(crate) batch: bool,
    /// The form
    #[arg(long, value_enum, default_value_t = CompareFormat::Text)]
    pub(crate) format: CompareFormat,
    /// The file to write the PDF to
    #[arg(long, value_name = "FILE", required_if_eq("format", "pdf"))]
    pub(crate) out: Option<PathBuf>,
    /// The member who exports, by printed name
    #[arg(long = "as", id = "as_member", value_name = "NAME", requires = "board")]
    pub(crate) as_member: Option<String>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Sources {
    #[command(subcommand)]
    pub(crate) what: Option<SourcesWhat>,
    /// The board
    #[arg(required = true)]
    pub(crate) board: Option<PathBuf>,
    /// Only those that hold these words
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub(crate) find: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourcesWhat {
    #[allow(clippy::doc_markdown, reason = "the help is read by people, and shows marks as they are")]
    /// Import files of references: RIS, BibTeX, PubMed (nbib or XML), CSL-JSON, EndNote XML
    Import {
        /// The board
        board: PathBuf,
        /// The files; `-` for standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Only say what would come in
        #[arg(long)]
        dry_run: bool,
        /// The member who imports, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: Option<String>,
    },
    /// Compare the library with the CSV of Retraction Watch; exit code 1 if it says anything new of a source
    Retractions {
        /// The board
        board: PathBuf,
        /// The file
        file: PathBuf,
        /// The member who does it, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: Option<String>,
    },
    /// Say where a source is used, and what would fall if it were retracted
    Used {
        /// The board
        board: PathBuf,
        /// The source: its identity, an identifier, or words it holds
        source: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a source its file: a PDF, a web page or plain text
    Attach {
        /// The board
        board: PathBuf,
        /// The source: its identity, an identifier, or words it holds
        source: String,
        /// The file
        file: PathBuf,
        /// The member who does it, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: Option<String>,
    },
    /// Look a source up at Crossref (DOI), PubMed (PMID) or openFDA (set id), where the policy allows it
    Lookup {
        /// The board
        board: PathBuf,
        /// The identifier
        identifier: String,
        /// Add what is found to the library
        #[arg(long)]
        add: bool,
        /// The member who does it, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: Option<String>,
    },
    /// List pairs of sources that might be one work
    Alike {
        /// The board
        board: PathBuf,
    },
    /// Make one of two sources: the first stands wherever the second is cited
    Merge {
        /// The board
        board: PathBuf,
        /// The source that stays
        keep: String,
        /// The source that is the same work
        other: String,
        /// How they are known to be one work
        #[arg(long)]
        reason: String,
        /// The member who does it, by printed name
        #[arg(long = "as", value_name = "NAME")]
        as_member: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    Markdown,
    Json,
    Text,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// RFC 4180
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// For reading in a terminal
    Text,
    /// A page that needs nothing but itself, fit to print
    Html,
    /// An accessible PDF/A, with --out; of a board it takes the right to export, and is recorded
    Pdf,
    /// The comparison: rows, changes, moves, tables, counts (see crates/compare/FORMAT.md)
    Json,
    /// Operations on the bytes of two plain texts
    Ops,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Write the trail, oldest first
    Export(Export),
    /// Write a report to be read and printed: an accessible PDF/A
    Report(Report),
    /// Print the JSON Schema of the JSON Lines
    Schema,
    /// Make a checkpoint: the log's size and root, signed by the desk, to be kept outside the board
    Checkpoint {
        /// The board
        board: PathBuf,
        /// Write it to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Check that nothing was altered or removed, and that the rules allowed all of it
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The board, or a bundle that was exported from one
    pub(crate) file: PathBuf,
    /// A checkpoint that was kept elsewhere, which the log must agree with; may be repeated
    #[arg(long = "checkpoint", value_name = "FILE")]
    pub(crate) checkpoints: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The board
    pub(crate) board: PathBuf,
    /// The form
    #[arg(long, value_enum)]
    pub(crate) format: RecordFormat,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// The member who exports, by printed name
    #[arg(long = "as", id = "as_member", value_name = "NAME")]
    pub(crate) as_member: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The board
    pub(crate) board: PathBuf,
    /// The PDF to write
    #[arg(long, value_name = "FILE.pdf")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// The member who asks for it, by printed name
    #[arg(long = "as", id = "as_member", value_name = "NAME")]
    pub(crate) as_member: Option<String>,
}

/// Which events; everything that is given must fit.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// Only of this article: its identity, or words of its title
    #[arg(long)]
    pub(crate) article: Option<String>,
    /// Only by this member, by printed name
    #[arg(long, value_name = "NAME")]
    pub(crate) member: Option<String>,
    /// Only of this kind (article.submitted) or group of kinds (article)
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Not before this day or time (UTC)
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Up to the end of this day, or before this time (UTC)
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordFormat {
    /// RFC 4180, what the screen shows and more
    Csv,
    /// The signed body of each event, a line each
    Jsonl,
    /// One file with events, signatures, documents and checkpoint, to be checked with `imprimatur-verify`
    Bundle,
}
