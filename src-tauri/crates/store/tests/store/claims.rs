//! What becomes of a claim over several revisions.

use crate::common::{Desk, document, now};
use editorial::{AnchorState, ArticleId, Claim, Command, Judgement};
use store::query::TrailFilter;

const DOSE: &str = "Colchicine is given at 0.5 mg twice daily to prevent flares.";

fn claim(desk: &mut Desk, article: ArticleId) -> Claim {
    desk.store.article(article).unwrap().claims.values().next().unwrap().clone()
}

fn save(desk: &mut Desk, article: ArticleId, base: u32, text: &str) -> Claim {
    let document = document(text);
    let command = Command::SaveRevision { article, base, document, message: "Change".to_owned() };
    desk.store.dispatch(&desk.tom, &command, None, now()).unwrap();
    claim(desk, article)
}

#[test]
fn a_changed_claim_stays_changed_until_it_is_judged() {
    let mut desk = Desk::new();
    let article = desk.begin("Gout", DOSE);
    let end = u32::try_from(DOSE.len()).unwrap() - 1;
    let made = Command::MakeClaim { article, revision: 1, block: vec![0], start: 0, end };
    desk.store.dispatch(&desk.tom, &made, None, now()).unwrap();
    let first = claim(&mut desk, article);
    assert_eq!((first.state, first.since), (AnchorState::Intact, 1));

    let once = DOSE.replace("twice", "once");
    let changed = save(&mut desk, article, 1, &once);
    assert_eq!((changed.state, changed.since), (AnchorState::Changed, 2));
    let (before, after) = (DOSE.trim_end_matches('.'), once.trim_end_matches('.'));
    let told = desk.store.trail(&TrailFilter::default()).unwrap().rows.remove(0).told;
    assert_eq!(
        told,
        format!("saved revision 2 (11 words): Change; the claim “{before}” now reads “{after}”")
    );
    let later = save(&mut desk, article, 2, &format!("{once}\nSomething else."));
    assert_eq!((later.state, later.since), (AnchorState::Changed, 2));
    let again = save(&mut desk, article, 3, &once.replace("0.5", "0.6"));
    assert_eq!((again.state, again.since), (AnchorState::Changed, 4));
    assert_eq!(again.before.as_deref(), Some(DOSE.trim_end_matches('.')), "against what it said first");

    let disputed = Command::AssessClaim {
        article,
        claim: again.id,
        judgement: Judgement::Disputed,
        certainty: None,
        reason: "The label says twice.".to_owned(),
    };
    desk.store.dispatch(&desk.miriam, &disputed, None, now()).unwrap();
    let judged = save(&mut desk, article, 4, &format!("{}\nMore.", once.replace("0.5", "0.6")));
    assert_eq!((judged.state, judged.before), (AnchorState::Intact, None));
    assert_eq!(judged.assessments.len(), 1);

    let gone = save(&mut desk, article, 5, "Something else.\nMore.");
    assert_eq!((gone.state, gone.since), (AnchorState::Orphaned, 6));
    let still = save(&mut desk, article, 6, "Something else.\nMore of it.");
    assert_eq!((still.state, still.since), (AnchorState::Orphaned, 6));
    assert!(desk.store.check_projections().unwrap().different.is_empty());
}
