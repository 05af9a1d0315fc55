//! The log as evidence: forms, proofs, and every way to tamper that a test can think of.

#![allow(clippy::unwrap_used, clippy::expect_used)] // A helper that fails fails its test.

mod bundles;
mod canonical;
mod golden;
mod keys;
mod logs;
mod notes;
mod proofs;
mod verifying;
