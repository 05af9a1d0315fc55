//! Documents written and read again.

use document::{Document, import, testing, write};
use proptest::prelude::*;

fn read(name: &str, text: &str) -> Document {
    import::read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}")).document
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_is_the_document(document in testing::document()) {
        prop_assert_eq!(document.validate(), Ok(()));
        let value = serde_json::to_value(&document).unwrap();
        prop_assert_eq!(&Document::from_json(&value).unwrap(), &document);
        let again = Document::from_bytes(&document.canonical()).unwrap();
        prop_assert_eq!(again.digest(), document.digest());
    }

    #[test]
    fn markdown_is_the_document_where_it_can_express_it(document in testing::plain_document()) {
        let text = write::markdown(&document);
        let again = read("a.md", &text);
        prop_assert_eq!(&again, &document, "\n{}\n{}", text, write::markdown(&again));
    }

    #[test]
    fn html_is_the_document_where_it_can_express_it(document in testing::plain_document()) {
        let text = write::html(&document);
        prop_assert_eq!(read("a.html", &text), document, "\n{}", text);
    }
}
