use super::{
    catalog::{for_api, for_kind},
    fill::{Known, split, usable},
    *,
};

fn known() -> Known {
    Known {
        endpoint: "https://id.example".to_owned(),
        issuer: "https://id.example/oidc".to_owned(),
        app_id: "app".to_owned(),
        secret: None,
        redirect_uri: "https://shop.example/auth/callback".to_owned(),
        management_api: "https://default.logto.app/api".to_owned(),
        resource: "https://orders.example".to_owned(),
        permission: "order:read".to_owned(),
    }
}

fn every() -> Vec<&'static Guide> {
    let kinds = ["SPA", "Traditional", "Native", "MachineToMachine"].into_iter().flat_map(for_kind);
    kinds.chain(for_api()).flat_map(|(_, guides)| guides).collect()
}

#[test]
fn nothing_is_left_to_fill_in_but_what_nobody_else_knows() {
    for guide in every() {
        for file in guide.steps.iter().flat_map(|step| step.files) {
            let (name, text) = (known().name_of(file), known().text_of(file));
            let left = text.replace("__name__", "").replace("__main__", "");
            assert!(!name.contains("__") && !left.contains("__"), "{}: {name}: {text}", guide.key);
        }
    }
}

#[test]
fn no_code_holds_a_secret_but_that_which_is_for_it_and_only_when_it_is_known() {
    let shown = Known { secret: Some("hunter2".to_owned()), ..known() };
    for guide in every() {
        for step in guide.steps {
            for file in step.files {
                assert!(!known().text_of(file).contains("hunter2"));
                assert_eq!(
                    shown.text_of(file).contains("hunter2"),
                    step.part == Part::Secret,
                    "{}",
                    guide.key
                );
            }
        }
    }
}

#[test]
fn guides_of_a_kind_have_names_of_their_own() {
    for kind in ["SPA", "Traditional", "Native", "MachineToMachine"] {
        let mut keys: Vec<_> =
            for_kind(kind).into_iter().flat_map(|(_, guides)| guides).map(|guide| guide.key).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
    assert!(for_kind("SAML").is_empty());
}

#[test]
fn the_address_that_is_proposed_would_do() {
    for guide in every() {
        let Some(returns) = &guide.returns else { continue };
        assert!(usable(returns.usual, returns), "{}", guide.key);
    }
}

#[test]
fn an_address_does_only_where_code_can_stand_behind_it() {
    let page = Returns { usual: "", path: None, is_loopback: false, sign_out: None };
    let here = Returns { is_loopback: true, ..page };
    let express = Returns { path: Some("/logto/sign-in-callback"), ..page };
    assert!(
        usable("https://shop.example/callback", &page) && !usable("https://shop.example/callback", &here)
    );
    for wrong in [
        "https://shop.example",
        "https://shop.example/",
        "io.shop:/callback",
        "https://x/cb?a=b",
        "https://*.x/cb",
        "",
    ] {
        assert!(!usable(wrong, &page), "{wrong}");
    }
    assert!(
        usable("http://127.0.0.1:4250/callback", &here)
            && !usable("http://127.0.0.1:4250/callback", &express)
    );
    assert_eq!(split("https://shop.example/a/b"), ("https://shop.example", "/a/b"));
    assert_eq!(split("nothing"), ("nothing", ""));
}

#[test]
fn what_an_operator_typed_ends_no_text_of_the_code_and_fills_in_no_place() {
    let hostile = Known { redirect_uri: "https://x/';alert(1)//\"`$(rm)\\__APP_ID__".to_owned(), ..known() };
    let file = File { name: "$", text: "signIn('__REDIRECT_URI__', '__APP_ID__')\n" };
    assert_eq!(hostile.text_of(&file), "signIn('https://x/%27;alert(1)//%22%60%24(rm)%5C__APP_ID__', 'app')");
    let file = File { name: "app__REDIRECT_PATH__/route.js", text: "'__APP_FOLDER__logto.js'" };
    assert_eq!(
        (known().name_of(&file), known().text_of(&file)),
        ("app/auth/callback/route.js".to_owned(), "'../../logto.js'".to_owned())
    );
}
