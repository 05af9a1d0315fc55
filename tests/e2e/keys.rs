//! Keys as people write them, to keys as the driver knows them.

use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};

/// The actions of a chord such as `Ctrl+K`, `Shift+Tab`, `?` or `Escape`: all down in order, all up again.
pub(crate) fn chord(written: &str) -> KeyActions {
    let keys: Vec<char> = match written {
        "+" => vec!['+'],
        _ => written.split('+').map(key).collect(),
    };
    let down = keys.iter().map(|&value| KeyAction::Down { value });
    let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
    sequence(down.chain(up))
}

/// The actions of typing a text, key by key.
pub(crate) fn typing(text: &str) -> KeyActions {
    sequence(text.chars().flat_map(|value| {
        let value = if value == '\n' { Key::Enter.into() } else { value };
        [KeyAction::Down { value }, KeyAction::Up { value }]
    }))
}

fn sequence(actions: impl Iterator<Item = KeyAction>) -> KeyActions {
    actions.fold(KeyActions::new("keyboard".into()), KeyActions::then)
}

fn key(name: &str) -> char {
    let key = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => Key::Space,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F3" => Key::F3,
        _ => {
            let mut characters = name.chars();
            let (Some(character), None) = (characters.next(), characters.next()) else {
                panic!("no key is called {name}");
            };
            return character.to_ascii_lowercase();
        }
    };
    key.into()
}
