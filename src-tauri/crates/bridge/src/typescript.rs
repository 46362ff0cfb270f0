//! The TypeScript of everything in this crate, as one text. Committed under `ui/src/lib/host/generated/`.

use ts_rs::{Config, TS, TypeVisitor};

use crate::event::Event;
use crate::fault::Fault;
use crate::request::{Answers, Request};

/// One TypeScript module that declares every type a screen meets.
pub fn typescript() -> String {
    let config = Config::default();
    let mut seen = Declarations { config: &config, names: Vec::new(), text: String::new() };
    seen.visit::<Request>();
    seen.visit::<Answers>();
    seen.visit::<Event>();
    seen.visit::<Fault>();
    format!("// Generated from the crate `bridge` by its test `typescript`. Do not edit.\n\n{}", seen.text)
}

struct Declarations<'a> {
    config: &'a Config,
    names: Vec<String>,
    text: String,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::name(self.config);
            if self.names.contains(&name) {
                return;
            }
            self.names.push(name);
            if let Some(docs) = T::docs() {
                self.text.push_str(&docs);
            }
            self.text.push_str("export ");
            self.text.push_str(&T::decl(self.config));
            self.text.push_str("\n\n");
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_committed_typescript_is_what_the_types_say() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/lib/host/generated/bridge.ts");
        let fresh = super::typescript();
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &fresh).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, fresh, "run the test once with UPDATE_GENERATED=1 and commit the file");
    }
}
