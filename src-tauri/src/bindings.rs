//! `ui/src/lib/bindings.ts`: the types that cross to the window, and a function for each command.

use crate::{error::WireError, rpc};
use std::{any::TypeId, collections::BTreeMap, fmt::Write, fs, path::Path};
use ts_rs::{Config, TS, TypeVisitor};

const FILE: &str = "ui/src/lib/bindings.ts";

const HEAD: &str = "\
// Generated from the Rust side by `make bindings`: change it there.

import { invoke } from \"@tauri-apps/api/core\";
";

/// Words that Rust lets an argument be called and TypeScript does not.
const RESERVED: &[&str] = &[
    "case", "class", "default", "delete", "export", "function", "new", "null", "this", "var", "void", "with",
];

/// The page of TypeScript while it is being written.
pub(crate) struct Page {
    config: Config,
    types: BTreeMap<String, (TypeId, String)>,
    commands: String,
}

impl Page {
    /// Declares a type and all that it is made of. Those without a place of their own (numbers, lists) are only named.
    pub(crate) fn add<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            let id = TypeId::of::<T::WithoutGenerics>();
            if let Some((known, _)) = self.types.get(&name) {
                assert!(*known == id, "two types cross to the window under the name {name}");
                return;
            }
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("\n{docs}export {}\n", T::decl(&self.config));
            self.types.insert(name, (id, declaration));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }

    /// What a type is called in TypeScript.
    pub(crate) fn name<T: TS>(&self) -> String {
        T::name(&self.config)
    }

    /// Adds the function that sends a command.
    pub(crate) fn command(&mut self, name: &str, docs: &[&str], arguments: &[(&str, String)], result: &str) {
        for (argument, _) in arguments {
            assert!(
                !RESERVED.contains(argument),
                "{name} cannot have an argument called {argument} in TypeScript"
            );
        }
        let typed: Vec<_> = arguments.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
        let names: Vec<_> = arguments.iter().map(|(name, _)| *name).collect();
        let sent = if names.is_empty() { String::new() } else { format!(", {{ {} }}", names.join(", ")) };
        let docs = docs.join("\n *");
        let (function, typed) = (camel(name), typed.join(", "));
        write!(
            self.commands,
            "\n/**{docs} */\nexport const {function} = ({typed}): Promise<{result}> => invoke(\"{name}\"{sent});\n"
        )
        .unwrap();
    }
}

impl TypeVisitor for Page {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

/// `choose_file` to `chooseFile`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn typescript() -> String {
    // Numbers cross as JSON; none here comes near the 2^53 up to which a JavaScript number is exact.
    let config = Config::new().with_large_int("number");
    let mut page = Page { config, types: BTreeMap::new(), commands: String::new() };
    page.add::<WireError>();
    rpc::describe(&mut page);
    let types: String = page.types.into_values().map(|(_, declaration)| declaration).collect();
    let types = types
        .replace("/**\n * ", "/** ")
        .replace("\n */", " */")
        .replace(" \n", "\n")
        .replace("} | {", "}\n| {");
    format!("{HEAD}{types}{}", page.commands)
}

#[test]
fn bindings_are_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let fresh = typescript();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        return fs::write(file, fresh).unwrap();
    }
    let committed = fs::read_to_string(file).unwrap_or_default();
    let same = committed.lines().zip(fresh.lines()).take_while(|(old, new)| old == new).count();
    assert!(committed == fresh, "{FILE} is stale from line {} on: run `make bindings`", same + 1);
}
