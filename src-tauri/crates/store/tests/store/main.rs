//! A board's file from outside: what it promises, under use, under damage and under the axe.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "the whole crate is a test"
)]

mod bundles;
mod checkpoints;
mod checks;
mod claims;
mod common;
mod crash;
mod demo;
mod export;
mod files;
mod forged;
mod golden;
mod keeping;
mod library;
mod merged;
mod passphrases;
mod random;
#[cfg(unix)]
mod readable;
mod record;
mod rounds;
mod signatures;
mod suggesting;
mod tamper;
mod windows;
