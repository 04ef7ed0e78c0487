//! Which guides there are, and for what.

use super::{
    File, Guide,
    Part::{Addresses, Code, Secret},
    Returns, Step,
};

macro_rules! file {
    ($name:literal, $path:literal) => {
        File { name: $name, text: include_str!(concat!("../../guides/", $path)) }
    };
}

const fn step(words: (&'static str, &'static str), files: &'static [File]) -> Step {
    Step { words, part: Code, files }
}

const ADDRESSES: Step =
    Step { words: ("console-guide-addresses", "console-guide-addresses-lead"), part: Addresses, files: &[] };

const SIGN_IN: (&str, &str) = ("console-guide-sign-in", "console-guide-sign-in-lead");
const ORGANIZATIONS: (&str, &str) = ("console-guide-organizations", "console-guide-organizations-lead");
const RUN: (&str, &str) = ("console-guide-run", "console-guide-run-lead");
const RUN_MACHINE: (&str, &str) = ("console-guide-run", "console-guide-run-machine-lead");
const INSTALL: (&str, &str) = ("console-guide-install", "console-guide-install-lead");
const SECRET: (&str, &str) = ("console-guide-secret", "console-guide-secret-lead");
const MANAGEMENT: (&str, &str) = ("console-guide-management", "console-guide-management-lead");
const MACHINE_TOKEN: (&str, &str) = ("console-guide-machine-token", "console-guide-machine-token-lead");
const CHECK: (&str, &str) = ("console-guide-check", "console-guide-check-lead");
const TRY: (&str, &str) = ("console-guide-try", "console-guide-try-lead");

/// What Vite serves.
const VITE: Returns =
    Returns { usual: "http://localhost:5173/callback", path: None, is_loopback: false, sign_out: Some("/") };

static SINGLE_PAGE: [Guide; 3] = [
    Guide {
        key: "react",
        title: "React",
        detail: "@logto/react",
        returns: Some(VITE),
        steps: &[
            step(("console-guide-install", "console-guide-install-vite"), &[file!("$", "react/install.sh")]),
            ADDRESSES,
            step(SIGN_IN, &[file!("src/main.jsx", "react/main.jsx")]),
            step(ORGANIZATIONS, &[file!("src/Organization.jsx", "react/Organization.jsx")]),
            step(RUN, &[file!("$", "run-dev.sh")]),
        ],
    },
    Guide {
        key: "vue",
        title: "Vue",
        detail: "@logto/vue",
        returns: Some(VITE),
        steps: &[
            step(("console-guide-install", "console-guide-install-vite"), &[file!("$", "vue/install.sh")]),
            ADDRESSES,
            step(
                SIGN_IN,
                &[
                    file!("src/main.js", "vue/main.js"),
                    file!("src/App.vue", "vue/App.vue"),
                    file!("src/Home.vue", "vue/Home.vue"),
                    file!("src/Callback.vue", "vue/Callback.vue"),
                ],
            ),
            step(ORGANIZATIONS, &[file!("src/Organization.vue", "vue/Organization.vue")]),
            step(RUN, &[file!("$", "run-dev.sh")]),
        ],
    },
    Guide {
        key: "browser",
        title: "JavaScript",
        detail: "@logto/browser",
        returns: Some(VITE),
        steps: &[
            step(
                ("console-guide-install", "console-guide-install-vite"),
                &[file!("$", "browser/install.sh")],
            ),
            ADDRESSES,
            step(SIGN_IN, &[file!("index.html", "browser/index.html"), file!("main.js", "browser/main.js")]),
            step(ORGANIZATIONS, &[file!("organizations.js", "browser/organizations.js")]),
            step(RUN, &[file!("$", "run-dev.sh")]),
        ],
    },
];

static TRADITIONAL: [Guide; 2] = [
    Guide {
        key: "next",
        title: "Next.js",
        detail: "@logto/next",
        returns: Some(Returns {
            usual: "http://localhost:3000/callback",
            path: None,
            is_loopback: false,
            sign_out: Some(""),
        }),
        steps: &[
            step(("console-guide-install", "console-guide-install-next"), &[file!("$", "next/install.sh")]),
            ADDRESSES,
            Step { words: SECRET, part: Secret, files: &[file!(".env.local", "next/env")] },
            step(
                SIGN_IN,
                &[
                    file!("app/logto.js", "next/logto.js"),
                    file!("app/page.js", "next/page.js"),
                    file!("app__REDIRECT_PATH__/route.js", "next/callback.js"),
                ],
            ),
            step(
                ORGANIZATIONS,
                &[
                    file!("app/organizations.js", "next/organizations.js"),
                    file!("app/actions.js", "next/actions.js"),
                ],
            ),
            step(RUN, &[file!("$", "run-dev.sh")]),
        ],
    },
    Guide {
        key: "express",
        title: "Express",
        detail: "@logto/express",
        returns: Some(Returns {
            usual: "http://localhost:3000/logto/sign-in-callback",
            path: Some("/logto/sign-in-callback"),
            is_loopback: false,
            sign_out: Some(""),
        }),
        steps: &[
            step(INSTALL, &[file!("$", "express/install.sh")]),
            ADDRESSES,
            Step { words: SECRET, part: Secret, files: &[file!(".env", "express/env")] },
            step(SIGN_IN, &[file!("server.mjs", "express/server.mjs")]),
            step(ORGANIZATIONS, &[file!("organizations.mjs", "express/organizations.mjs")]),
            step(RUN, &[file!("$", "express/run.sh")]),
        ],
    },
];

static NATIVE: [Guide; 2] = [
    Guide {
        key: "node",
        title: "Node.js",
        detail: "OpenID Connect, PKCE",
        returns: Some(Returns {
            usual: "http://127.0.0.1:4250/callback",
            path: None,
            is_loopback: true,
            sign_out: None,
        }),
        steps: &[
            ADDRESSES,
            step(
                ("console-guide-sign-in", "console-guide-pkce-lead"),
                &[file!("sign-in.mjs", "native/sign-in.mjs")],
            ),
            step(ORGANIZATIONS, &[file!("organization.mjs", "native/organization.mjs")]),
            step(RUN, &[file!("$", "native/run.sh")]),
        ],
    },
    Guide {
        key: "curl",
        title: "curl",
        detail: "OpenID Connect, PKCE",
        returns: Some(Returns {
            usual: "http://127.0.0.1:4250/callback",
            path: None,
            is_loopback: false,
            sign_out: None,
        }),
        steps: &[
            ADDRESSES,
            step(("console-guide-sign-in", "console-guide-pkce-lead"), &[file!("$", "native/sign-in.sh")]),
            step(("console-guide-tokens", "console-guide-tokens-lead"), &[file!("$", "native/tokens.sh")]),
            step(ORGANIZATIONS, &[file!("$", "native/organization.sh")]),
        ],
    },
];

static MACHINE: [Guide; 4] = [
    Guide {
        key: "curl",
        title: "curl",
        detail: "",
        returns: None,
        steps: &[
            Step { words: SECRET, part: Secret, files: &[file!("$", "machine/env")] },
            step(MANAGEMENT, &[file!("$", "machine/management.sh")]),
            step(MACHINE_TOKEN, &[file!("$", "machine/organization.sh")]),
        ],
    },
    Guide {
        key: "node",
        title: "Node.js",
        detail: "",
        returns: None,
        steps: &[
            Step { words: SECRET, part: Secret, files: &[file!("$", "machine/env")] },
            step(MANAGEMENT, &[file!("management.mjs", "machine/management.mjs")]),
            step(RUN_MACHINE, &[file!("$", "machine/run-node.sh")]),
            step(MACHINE_TOKEN, &[file!("organization.mjs", "machine/organization.mjs")]),
        ],
    },
    Guide {
        key: "rust",
        title: "Rust",
        detail: "client",
        returns: None,
        steps: &[
            step(
                ("console-guide-install", "console-guide-install-crate"),
                &[file!("Cargo.toml", "machine/dependencies.toml")],
            ),
            Step { words: SECRET, part: Secret, files: &[file!("$", "machine/env")] },
            step(MANAGEMENT, &[file!("src/main.rs", "machine/main.rs")]),
            step(RUN_MACHINE, &[file!("$", "run-cargo.sh")]),
            step(MACHINE_TOKEN, &[file!("$", "machine/organization.sh")]),
        ],
    },
    Guide {
        key: "python",
        title: "Python",
        detail: "",
        returns: None,
        steps: &[
            Step { words: SECRET, part: Secret, files: &[file!("$", "machine/env")] },
            step(MANAGEMENT, &[file!("management.py", "machine/management.py")]),
            step(RUN_MACHINE, &[file!("$", "machine/run-python.sh")]),
            step(MACHINE_TOKEN, &[file!("organization.py", "machine/organization.py")]),
        ],
    },
];

/// An API whose callers bring tokens of an organization.
static API: [Guide; 2] = [
    Guide {
        key: "api-express",
        title: "Express",
        detail: "jose",
        returns: None,
        steps: &[
            step(INSTALL, &[file!("$", "api/install.sh")]),
            step(CHECK, &[file!("api.mjs", "api/organization.mjs")]),
            step(TRY, &[file!("$", "api/try-organization.sh")]),
        ],
    },
    Guide {
        key: "api-axum",
        title: "axum",
        detail: "guard",
        returns: None,
        steps: &[
            step(
                ("console-guide-install", "console-guide-install-crate"),
                &[file!("Cargo.toml", "api/dependencies.toml")],
            ),
            step(CHECK, &[file!("src/main.rs", "api/organization.rs")]),
            step(TRY, &[file!("$", "api/try-organization.sh")]),
        ],
    },
];

const ASK: (&str, &str) = ("console-guide-ask", "console-guide-ask-lead");
const CHECK_RESOURCE: (&str, &str) = ("console-guide-check", "console-guide-check-resource-lead");

/// An API with tokens of its own.
static RESOURCE: [Guide; 2] = [
    Guide {
        key: "express",
        title: "Express",
        detail: "jose",
        returns: None,
        steps: &[
            step(INSTALL, &[file!("$", "api/install.sh")]),
            step(CHECK_RESOURCE, &[file!("api.mjs", "api/resource.mjs")]),
            step(ASK, &[file!("JavaScript", "api/ask.js"), file!("$", "api/ask.sh")]),
            step(TRY, &[file!("$", "api/try-resource.sh")]),
        ],
    },
    Guide {
        key: "axum",
        title: "axum",
        detail: "guard",
        returns: None,
        steps: &[
            step(
                ("console-guide-install", "console-guide-install-crate"),
                &[file!("Cargo.toml", "api/dependencies.toml")],
            ),
            step(CHECK_RESOURCE, &[file!("src/main.rs", "api/resource.rs")]),
            step(ASK, &[file!("JavaScript", "api/ask.js"), file!("$", "api/ask.sh")]),
            step(TRY, &[file!("$", "api/try-resource.sh")]),
        ],
    },
];

/// The guides for an application of this kind, as the wire calls it, in groups: what a group is for, and its guides.
pub(crate) fn for_kind(kind: &str) -> Vec<(&'static str, &'static [Guide])> {
    let own: &'static [Guide] = match kind {
        "SPA" => &SINGLE_PAGE,
        "Traditional" => &TRADITIONAL,
        "Native" => &NATIVE,
        "MachineToMachine" => &MACHINE,
        _ => return Vec::new(),
    };
    vec![("console-guide-group-application", own), ("console-guide-group-api", &API)]
}

/// The guides for an API resource.
pub(crate) fn for_api() -> Vec<(&'static str, &'static [Guide])> {
    vec![("console-guide-group-api", &RESOURCE)]
}
