//! An identifier that was brought to its one form stays there.
#![no_main]
use editorial::Identifiers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let given = |set: fn(&mut Identifiers, String)| {
        let mut identifiers = Identifiers::default();
        set(&mut identifiers, text.to_owned());
        if let Ok(once) = identifiers.normalised() {
            assert_eq!(once.clone().normalised(), Ok(once));
        }
    };
    given(|i, text| i.doi = text);
    given(|i, text| i.pmid = text);
    given(|i, text| i.pmcid = text);
    given(|i, text| i.nct = text);
    given(|i, text| i.set_id = text);
    given(|i, text| i.isbn = text);
    given(|i, text| i.url = text);
});
