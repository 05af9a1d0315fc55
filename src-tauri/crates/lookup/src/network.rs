//! The network itself.

use crate::{Fetch, Trouble};
use std::time::Duration;

/// Answers larger than this are none of the services'.
const LARGEST: u64 = 8 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

/// Fetches over HTTPS, from the three services and from nowhere else.
#[derive(Debug, Clone, Copy, Default)]
pub struct Network;

impl Fetch for Network {
    fn get(&self, address: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .https_only(true)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("imprimatur/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        match agent.get(address).call() {
            Ok(mut answer) => {
                let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
                body.map(Some).map_err(|_| Trouble::Odd("The service"))
            }
            Err(ureq::Error::StatusCode(404)) => Ok(None),
            Err(ureq::Error::StatusCode(_)) => Err(Trouble::Odd("The service")),
            Err(_) => Err(Trouble::Unreachable("The service")),
        }
    }
}
