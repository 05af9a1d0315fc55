//! Writing a text: what comes from the clipboard.

use crate::{
    launch::Home,
    window::{Window, css},
};

const FOUNDER: (&str, &str) = ("Ines Albarracin", "seven lanterns over the quay");

#[test]
fn a_pasted_image_is_kept_and_shown_in_the_revision() {
    let home = Home::new();
    let board = home.path("pictures.board");
    let window = home.launch().answers(&[board.to_str().expect("a path of text")]).start();
    window.click("welcome-create");
    window.fill("board-name", "Board of Pictures");
    window.fill("member-name", FOUNDER.0);
    window.fill("new-passphrase", FOUNDER.1);
    window.fill("new-passphrase-again", FOUNDER.1);
    window.click("create-go");
    window.click("new-article");
    window.fill("new-title", "How a flare looks");
    window.click("new-go");
    window.see("editor");
    window.type_keys("A joint in a flare: ");

    paste(&window, "notes.txt", "text/plain", "bm90aGluZw==");
    // The smallest picture there is: one pixel.
    let pixel = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    paste(&window, "toe.gif", "image/gif", pixel);
    window.see(css("[data-testid=editor] .picture img[alt=toe]"));
    paste(&window, "broken.png", "image/png", "bm8gcGljdHVyZQ==");
    window.see_text(css("body"), "This is no image that can be shown.");

    window.see(css("[data-testid=edit-kept][data-kept=true]"));
    window.press("Ctrl+S");
    window.fill("edit-message", "The picture is in.");
    window.click("edit-save-confirm");
    window.see(css("[data-testid=article] .picture img[alt=toe]"));
    let width = window.script("return document.querySelector('.picture img').naturalWidth");
    assert_eq!(width, 1, "the image is drawn");
    assert_eq!(window.count(css(".picture")), 1);
}

/// Pastes a file, given in base64, into the editor.
fn paste(window: &Window, name: &str, kind: &str, data: &str) {
    window.script(&format!(
        "const bytes = Uint8Array.from(atob('{data}'), (c) => c.charCodeAt(0));
         const clipboardData = new DataTransfer();
         clipboardData.items.add(new File([bytes], '{name}', {{ type: '{kind}' }}));
         const event = new ClipboardEvent('paste', {{ clipboardData, bubbles: true, cancelable: true }});
         document.querySelector('[data-testid=editor]').dispatchEvent(event);"
    ));
}
