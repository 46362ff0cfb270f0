//! The TypeScript of everything in this crate, as one text. Committed under `ui/src/lib/host/generated/`.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::event::Event;
use crate::fault::Fault;
use crate::request::{Answers, Request};

/// One TypeScript module that declares every type a screen meets, by name: the order in which a type's dependencies
/// are visited changes from one compilation to the next.
pub fn typescript() -> String {
    let config = Config::default();
    let mut seen = Declarations { config: &config, found: BTreeMap::new() };
    seen.visit::<Request>();
    seen.visit::<Answers>();
    seen.visit::<Event>();
    seen.visit::<Fault>();
    let mut text =
        "// Generated from the crate `bridge` by its test `typescript`. Do not edit.\n\n".to_owned();
    text.extend(seen.found.into_values());
    text
}

struct Declarations<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::name(self.config);
            if self.found.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.found.insert(name, format!("{docs}export {}\n\n", T::decl(self.config)));
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
