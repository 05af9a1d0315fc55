//! The first screen, and what the page may not do.

use crate::{launch::Home, window::css};
use serde_json::json;

#[test]
fn the_window_opens_on_the_welcome_screen() {
    let window = Home::new().launch().start();
    window.see_text(css("h1"), "Imprimatur");
    assert_eq!(window.call("desk", &json!({})).unwrap()["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn commands_outside_the_capability_are_refused() {
    let window = Home::new().launch().start();
    for command in
        ["plugin:dialog|open", "plugin:fs|read_text_file", "plugin:event|listen", "plugin:webview|print"]
    {
        let refusal = window.call(command, &json!({ "path": "/etc/hostname", "options": {} })).unwrap_err();
        assert!(refusal.to_string().contains("not allowed"), "{command}: {refusal}");
    }
}

#[test]
fn the_content_policy_holds() {
    let window = Home::new().launch().start();
    let outcome = window.script(
        "const script = document.createElement('script');
         script.textContent = 'window.inlineScript = true';
         document.body.append(script);
         const styled = document.createElement('p');
         styled.innerHTML = '<b style=\"color: rgb(1, 2, 3)\">styled</b>';
         document.body.append(styled);
         const color = getComputedStyle(styled.firstChild).color;
         let evaluated = true;
         try { (0, eval)('1') } catch { evaluated = false }
         let polluted = true;
         try { Object.prototype.polluted = 1; polluted = ({}).polluted === 1 } catch { polluted = false }
         return [Boolean(window.inlineScript), color === 'rgb(1, 2, 3)', evaluated, polluted]",
    );
    assert_eq!(
        outcome,
        json!([false, false, false, false]),
        "inline script, style attribute, eval, prototype"
    );
}

#[test]
fn a_link_cannot_lead_the_window_away() {
    let window = Home::new().launch().start();
    window.script("location.href = 'http://127.0.0.1:9/'");
    assert!(window.script("return location.href").as_str().unwrap().starts_with("tauri://localhost"));
    window.see(css("h1"));
}

#[test]
fn files_are_chosen_from_rust() {
    let window = Home::new().launch().answers(&["/tmp/a.board", ""]).start();
    let choose = || window.call("choose_file", &json!({ "purpose": "open_board", "suggested": null }));
    assert_eq!(choose(), Ok(json!("/tmp/a.board")));
    assert_eq!(choose(), Ok(json!(null)));
    let refusal =
        window.call("choose_file", &json!({ "purpose": "anything", "suggested": null })).unwrap_err();
    assert!(refusal.to_string().contains("anything"), "{refusal}");
}
