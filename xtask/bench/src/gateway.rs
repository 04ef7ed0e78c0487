//! What the gateway costs: how much longer a call takes through it than without it, how many it lets through in a second, what a proxy that
//! asks it costs, and whether its memory grows with the number of tokens it has seen.
//!
//! Times are taken at a steady rate that leaves the machine idle most of the time: under full load they would tell how long the queue is.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result};

use crate::{
    application,
    client::{Origin, Request},
    load::{CONNECTIONS, Load, Measured, Order, Periods},
    nginx::{self, Nginx},
    scenario::Setup,
    sign_in::refresh_token,
    subject::Subject,
    tokens::{self, TokenMemory},
};

const PERIODS: Periods = Periods { warm_up: Duration::from_secs(2), measured: Duration::from_secs(8) };
/// Requests a second where times are taken.
pub(crate) const STEADY_RATE: u32 = 1_000;
/// The rules by which a proxy asks.
const POLICY: &str = r#"[forward_auth]
proxy = "nginx"

[[forward_auth.rules]]
methods = ["GET"]
path = "/organizations/{organizationId}/orders"
permission = "org:read"
"#;

/// What was measured.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    /// A read of the Management API, at the steady rate.
    pub(crate) direct: Measured,
    /// The same through the gateway, which asks it whether the user still may.
    pub(crate) through: Measured,
    /// The same, as often as it goes.
    pub(crate) allowed: Measured,
    /// Requests through nginx; absent where there is none.
    pub(crate) proxied: Option<BehindNginx>,
    pub(crate) tokens: TokenMemory,
}

/// Requests through nginx to two applications.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BehindNginx {
    /// One that takes as long as a small application does ([`crate::application`]).
    pub(crate) small: Proxied,
    /// One that answers from its memory: next to nothing but the proxy and what it asks is left, so that the ratio is as bad as it gets.
    pub(crate) empty: Proxied,
}

/// Requests through nginx to one application.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proxied {
    /// Passed on.
    pub(crate) alone: Passing,
    /// Asked about before.
    pub(crate) asking: Passing,
}

/// What passes through nginx.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passing {
    /// At the steady rate.
    pub(crate) steady: Measured,
    /// As often as it goes.
    pub(crate) most: Measured,
}

impl Figures {
    /// How much longer half of the calls take through the gateway, at most.
    pub(crate) fn added_median(&self) -> Duration {
        self.through.median.saturating_sub(self.direct.median)
    }

    /// The same of 99 in 100.
    pub(crate) fn added_percentile_99(&self) -> Duration {
        self.through.percentile_99.saturating_sub(self.direct.percentile_99)
    }
}

impl Proxied {
    /// How many times as long half of the requests take, at most, when nginx asks.
    pub(crate) fn latency_ratio(&self) -> f64 {
        self.asking.steady.median.as_secs_f64() / self.alone.steady.median.as_secs_f64()
    }

    /// How many times as many requests pass when nginx does not ask.
    pub(crate) fn throughput_ratio(&self) -> f64 {
        self.alone.most.per_second / self.asking.most.per_second
    }
}

/// Writes the policy that [`measure`] needs into a folder.
pub(crate) fn write_policy(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("gateway.toml");
    std::fs::write(&path, POLICY).context("cannot write a policy")?;
    Ok(path)
}

/// Measures a server that was started with the policy, and a gateway alone with so many distinct tokens.
pub(crate) fn measure(subject: &Subject, program: &Path, distinct_tokens: usize) -> Result<Figures> {
    let setup = Setup::new(subject)?;
    let organization = &subject.credentials.demo.organization_id;
    let tokens = members_tokens(&setup)?;
    let path = format!("/organizations/{organization}");
    let (api_path, orders_path) = (format!("/api{path}"), format!("{path}/orders"));
    let load = |origin: &Origin, requests: Vec<Vec<u8>>| Load {
        origin: origin.clone(),
        requests,
        order: Order::OwnRequest,
        connections: CONNECTIONS,
        expected_status: 200,
    };
    let as_members = |origin: &Origin, path: &str| {
        let requests = tokens.iter().map(|token| {
            let headers = vec![("authorization", format!("Bearer {token}"))];
            origin.request(&Request { method: "GET", path, headers, body: None })
        });
        load(origin, requests.collect())
    };
    let gateway = Origin::parse(&subject.credentials.gateway)?;
    let direct = load(&setup.origin, vec![setup.origin.request(&setup.managing("GET", &api_path, None))]);
    let through = as_members(&gateway, &path);
    let mut figures = Figures {
        direct: direct.run_at(STEADY_RATE, PERIODS).context("reading directly")?,
        through: through.run_at(STEADY_RATE, PERIODS).context("reading through the gateway")?,
        allowed: through.run(PERIODS).context("reading through the gateway")?,
        proxied: None,
        tokens: tokens::measure(program, distinct_tokens)?,
    };
    if let Some(program) = nginx::find() {
        let run = |nginx: Nginx| -> Result<Passing> {
            let load = as_members(&nginx.origin, &orders_path);
            let what = "asking for orders through nginx";
            Ok(Passing {
                steady: load.run_at(STEADY_RATE, PERIODS).context(what)?,
                most: load.run(PERIODS).context(what)?,
            })
        };
        let in_front_of = |application: &Origin| -> Result<Proxied> {
            let behind = nginx::Behind { guildhall: &gateway, application };
            Ok(Proxied {
                alone: run(Nginx::alone(&program, &behind)?)?,
                asking: run(Nginx::asking(&program, &behind)?)?,
            })
        };
        let empty = Nginx::application(&program)?;
        figures.proxied = Some(BehindNginx {
            small: in_front_of(&application::start()?)?,
            empty: in_front_of(&empty.origin)?,
        });
    }
    Ok(figures)
}

/// A token of another member for each connection.
fn members_tokens(setup: &Setup<'_>) -> Result<Vec<String>> {
    let client = setup.create_client()?;
    (0..CONNECTIONS)
        .map(|number| {
            let login = setup.create_member(number)?;
            let refresh_token = refresh_token(&setup.origin, &client, &login)?;
            setup
                .origin
                .send(&setup.organization_token_request(&client, &refresh_token))?
                .expect(200, "getting an organization token")?
                .text("access_token")
        })
        .collect()
}
