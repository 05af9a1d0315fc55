//! A board's file from outside: what it promises, under use, under damage and under the axe.

mod common;
mod crash;
mod demo;
mod files;
mod random;
mod record;
mod windows;
