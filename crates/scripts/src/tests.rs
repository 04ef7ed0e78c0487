//! What scripts can do, and what they cannot do to the server.

mod library;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::*;

/// Short, so that those who use it up are quick.
const LIMITS: Limits =
    Limits { time: Duration::from_millis(300), grace: Duration::from_secs(20), ..Limits::STANDARD };

fn script(source: &str) -> Script {
    let argument = json!({ "context": { "user": { "id": "u", "customData": { "level": 7 } } }, "environmentVariables": { "KEY": "s3cret" } });
    Script { source: source.into(), function: "getClaims", argument: argument.to_string() }
}

async fn run_within(source: &str, limits: Limits) -> Result<Outcome, ScriptError> {
    ScriptPool::new(2, limits).run(script(source)).await
}

async fn run(source: &str) -> Result<Outcome, ScriptError> {
    run_within(source, LIMITS).await
}

/// The value of an expression within the function.
async fn value_of(expression: &str) -> Value {
    let source =
        format!("const getClaims = async ({{ context, environmentVariables, api }}) => ({expression});");
    let limits = Limits { time: Duration::from_secs(10), ..LIMITS };
    match run_within(&source, limits).await {
        Ok(Outcome::Returned(Some(value))) => value,
        other => panic!("{expression}: {other:?}"),
    }
}

fn failed(message: &str) -> Result<Outcome, ScriptError> {
    Err(ScriptError::Failed(message.to_owned()))
}

#[tokio::test]
async fn a_script_computes_with_what_it_is_told() {
    assert_eq!(
        value_of("{ level: context.user.customData.level + 1, at: [environmentVariables.KEY, null] }").await,
        json!({ "level": 8, "at": ["s3cret", null] })
    );
    assert_eq!(value_of("{ a: new Map([['b', 1]]).get('b'), c: /x(.)/.exec('xy')[1], d: new Date(0).toISOString(), e: JSON.parse('[1]') }").await, json!({ "a": 1, "c": "y", "d": "1970-01-01T00:00:00.000Z", "e": [1] }));
}

#[tokio::test]
async fn the_function_may_be_declared_in_any_way_and_give_back_a_value_or_a_promise() {
    let returned = |value: Value| Ok(Outcome::Returned(Some(value)));
    for source in [
        "const getClaims = async () => ({ a: 1 });",
        "let getClaims = () => ({ a: 1 }) // at the end",
        "async function getClaims() { await null; return { a: await Promise.resolve(1) }; }",
        "var getClaims = () => new Promise((resolve) => Promise.resolve().then(() => resolve({ a: 1 })));",
        "console.log('hello'); const getClaims = () => ({ then: (resolve) => resolve({ a: 1 }) });",
    ] {
        assert_eq!(run(source).await, returned(json!({ "a": 1 })), "{source}");
    }
    assert_eq!(run("const getClaims = () => undefined").await, Ok(Outcome::Returned(None)));
    assert_eq!(run("const getClaims = () => null").await, returned(Value::Null));
}

#[tokio::test]
async fn what_goes_wrong_is_told_by_its_kind() {
    assert_eq!(run("const getClaims = () => { throw new Error('no level') }").await, failed("no level"));
    assert_eq!(run("const getClaims = async () => { throw 'no level' }").await, failed("no level"));
    assert_eq!(run("const getClaims = () => context").await, failed("context is not defined"));
    assert!(matches!(run("const getClaims = (").await, Err(ScriptError::Failed(_))));
    assert_eq!(
        run("const getClaims = () => { throw { get message() { throw 1 } } }").await,
        failed("the script failed")
    );
    assert_eq!(run("const getClaims = () => { throw null }").await, failed("the script failed"));
    for source in ["", "const other = () => ({})", "const getClaims = 7", "/*"] {
        let ended = run(source).await;
        assert!(
            matches!(ended, Err(ScriptError::NoFunction("getClaims") | ScriptError::Failed(_))),
            "{source}: {ended:?}"
        );
    }
}

#[tokio::test]
async fn a_refusal_stands_whatever_the_script_does_afterwards() {
    let denied = |message: &str| Ok(Outcome::Denied(Some(message.to_owned())));
    assert_eq!(run("const getClaims = ({ api }) => api.denyAccess('not you')").await, denied("not you"));
    assert_eq!(
        run("const getClaims = ({ api }) => { api.denyAccess(); return {} }").await,
        Ok(Outcome::Denied(None))
    );
    assert_eq!(run("const getClaims = ({ api }) => { try { api.denyAccess('a') } catch {} try { api.denyAccess('b') } catch {} return {} }").await, denied("a"));
    assert_eq!(
        run("const getClaims = ({ api }) => { try { api.denyAccess('a') } catch {} for (;;) {} }").await,
        denied("a")
    );
    assert_eq!(
        run("const getClaims = ({ api }) => ({ toJSON() { api.denyAccess('late') } })").await,
        denied("late")
    );
    assert_eq!(
        run("const getClaims = ({ api }) => api.denyAccess({ toString() { return 'no text' } })").await,
        Ok(Outcome::Denied(None))
    );
    assert_eq!(run("const getClaims = ({ api }) => { Promise.resolve().then(() => api.denyAccess('aside')); return new Promise(() => {}) }").await, denied("aside"));
}

#[tokio::test]
async fn what_never_ends_is_ended() {
    for source in [
        "for (;;) {}",
        "const getClaims = () => { for (;;) {} }",
        "const getClaims = async () => { for (;;) await null }",
        "const getClaims = () => { for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } } }",
        "const getClaims = async () => { for (;;) { try { await getClaims() } catch {} } }",
        "const getClaims = () => ({ get a() { for (;;) {} } })",
        "const getClaims = () => ({ toJSON() { for (;;) {} } })",
        "const getClaims = () => { throw { get message() { for (;;) {} } } }",
        "const getClaims = () => /^(a+)+$/.test('a'.repeat(50) + 'b')",
        "const getClaims = () => new Array(4294967295).indexOf(1)",
        "const getClaims = () => Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)",
        "const getClaims = () => { function again() { Promise.resolve().then(again).then(again) } again(); return new Promise(() => {}) }",
    ] {
        let started = Instant::now();
        let ended = run(source).await;
        // Some use up their memory first. The bound tells what goes on for ever from what a busy machine is slow at.
        assert!(matches!(ended, Err(ScriptError::TimedOut | ScriptError::Failed(_))), "{source}: {ended:?}");
        assert!(started.elapsed() < Duration::from_secs(120), "{source}: {:?}", started.elapsed());
    }
}

#[tokio::test]
async fn what_cannot_happen_any_more_is_not_waited_for() {
    let limits = Limits { time: Duration::from_secs(60), ..LIMITS };
    let started = Instant::now();
    assert_eq!(
        run_within("const getClaims = () => new Promise(() => {})", limits).await,
        Err(ScriptError::NeverResolved)
    );
    assert_eq!(
        run_within("const getClaims = async () => { await new Promise(() => {}) }", limits).await,
        Err(ScriptError::NeverResolved)
    );
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn memory_and_stack_are_bounded() {
    let limits = Limits { time: Duration::from_secs(20), ..LIMITS };
    for source in [
        "const getClaims = () => { const kept = []; for (;;) kept.push(new Array(1000).fill('x')) }",
        "const getClaims = () => { let text = 'a'; for (;;) text += text }",
        "const getClaims = () => 'a'.repeat(1e9)",
        "const getClaims = () => getClaims() + 1",
        "const getClaims = () => JSON.parse('['.repeat(1e6))",
        "const getClaims = () => eval('('.repeat(1e6))",
        "const getClaims = () => { let nested = {}; for (let i = 0; i < 1e5; i++) nested = { nested }; return nested }",
        "const getClaims = () => { let shared = ['x']; for (let i = 0; i < 60; i++) shared = [shared, shared]; return shared }",
    ] {
        let ended = run_within(source, limits).await;
        assert!(matches!(ended, Err(ScriptError::Failed(_))), "{source}: {ended:?}");
    }
    // The engine is as good as new for the next.
    assert_eq!(value_of("1").await, json!(1));
}

#[tokio::test]
async fn what_is_given_back_is_bounded_and_plain() {
    assert_eq!(run("const getClaims = () => ({ a: 'x'.repeat(40000) })").await, Err(ScriptError::TooLarge));
    assert_eq!(run("const getClaims = () => ({ a: '\\u0000' })").await, Err(ScriptError::Unusable));
    assert_eq!(run("const getClaims = () => ({ a: '\\ud800' })").await, Err(ScriptError::Unusable));
    assert!(matches!(
        run("const getClaims = () => { const a = {}; a.a = a; return a }").await,
        Err(ScriptError::Failed(_))
    ));
    assert_eq!(value_of("{ ['__proto__']: { isAdmin: true }, a: 1 }").await, json!({ "a": 1 }));
    assert_eq!(value_of("{ __proto__: { isAdmin: true }, get a() { return 1 }, f() {}, s: Symbol('x'), n: NaN, u: undefined }").await, json!({ "a": 1, "n": null }));
    assert_eq!(value_of("{ toJSON: () => ({ b: 2 }) }").await, json!({ "b": 2 }));
}

#[tokio::test]
async fn changing_the_library_changes_neither_the_run_nor_the_next_one() {
    let tampering = "
        JSON.stringify = () => '\"forged\"'; Promise.prototype.then = null; Promise.resolve = null; Object.prototype.level = 9;
        Object.prototype.toJSON = function () { return { forged: true } }; globalThis.left = 1; Array.prototype.map = null;
        const getClaims = async () => { delete Object.prototype.toJSON; return { a: 1 } };";
    let pool = ScriptPool::new(1, LIMITS);
    assert_eq!(pool.run(script(tampering)).await, Ok(Outcome::Returned(Some(json!({ "a": 1 })))));
    let after = "const getClaims = () => ({ left: typeof left, level: ({}).level ?? null, map: typeof [].map, text: JSON.stringify(1) })";
    assert_eq!(
        pool.run(script(after)).await,
        Ok(Outcome::Returned(Some(
            json!({ "left": "undefined", "level": null, "map": "function", "text": "1" })
        )))
    );
}

#[tokio::test]
async fn there_is_no_way_out() {
    let names = "['require', 'process', 'fetch', 'XMLHttpRequest', 'setTimeout', 'std', 'os', 'Deno', 'Proxy', 'SharedArrayBuffer', 'Atomics', 'WebAssembly', 'print', 'gc']";
    let found = value_of(&format!("{names}.filter((name) => typeof globalThis[name] !== 'undefined')")).await;
    assert_eq!(found, json!([]));
    assert!(matches!(
        run("const getClaims = async () => await import('fs')").await,
        Err(ScriptError::Failed(_))
    ));
    assert!(matches!(
        run("import fs from 'fs'; const getClaims = () => 1").await,
        Err(ScriptError::Failed(_))
    ));
}

#[tokio::test]
async fn a_slow_script_slows_itself_alone() {
    let pool = ScriptPool::new(2, Limits { time: Duration::from_secs(3), ..LIMITS });
    let slow = tokio::spawn({
        let pool = pool.clone();
        async move { pool.run(script("for (;;) {}")).await }
    });
    for _ in 0..5 {
        assert_eq!(
            pool.run(script("const getClaims = () => 1")).await,
            Ok(Outcome::Returned(Some(json!(1))))
        );
    }
    assert!(!slow.is_finished(), "the others waited for the slow one");
    assert_eq!(slow.await.unwrap(), Err(ScriptError::TimedOut));
}

#[tokio::test]
async fn a_run_that_does_not_notice_its_end_is_left_alone_and_its_script_refused() {
    let limits =
        Limits { time: Duration::from_millis(20), grace: Duration::from_millis(80), ..Limits::STANDARD };
    let pool = ScriptPool::new(1, limits);
    // Goes on for about a second within one function.
    let deaf = "const getClaims = () => (2n ** 700000n).toString().length";
    let started = Instant::now();
    assert_eq!(pool.run(script(deaf)).await, Err(ScriptError::TimedOut));
    let (first, again) = (started.elapsed(), Instant::now());
    assert_eq!(pool.run(script(deaf)).await, Err(ScriptError::TimedOut));
    assert!(again.elapsed() < first, "it was run again: {:?} after {first:?}", again.elapsed());
    // The only place is free all the same.
    let pool = ScriptPool::new(
        1,
        Limits { time: Duration::from_millis(20), grace: Duration::from_secs(20), ..limits },
    );
    assert_eq!(pool.run(script("const getClaims = () => 1")).await, Ok(Outcome::Returned(Some(json!(1)))));
}

#[tokio::test]
async fn a_place_that_was_given_up_comes_back_when_its_run_ends() {
    let limits =
        Limits { time: Duration::from_millis(20), grace: Duration::from_millis(80), ..Limits::STANDARD };
    let pool = ScriptPool::with_abandoned(1, (1, Duration::from_secs(600)), limits);
    let deaf = "const getClaims = () => (2n ** 1000000n).toString().length";
    assert_eq!(pool.run(script(deaf)).await, Err(ScriptError::TimedOut));
    let small = async || pool.run(script("const getClaims = () => 1")).await;
    assert_eq!(small().await, Err(ScriptError::Busy));
    let started = Instant::now();
    while small().await == Err(ScriptError::Busy) {
        assert!(started.elapsed() < Duration::from_secs(120), "the place is lost");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The thread that was given up works again.
    assert_ne!(small().await, Err(ScriptError::Busy));
}

#[tokio::test]
async fn a_place_comes_back_when_nobody_asks_any_more_for_the_script_that_has_it() {
    let limits =
        Limits { time: Duration::from_millis(20), grace: Duration::from_millis(80), ..Limits::STANDARD };
    let pool = ScriptPool::with_abandoned(1, (1, Duration::from_millis(400)), limits);
    // Longer than this test by far, and not without an end.
    let deaf = "const big = 2n ** 1000000n; const getClaims = () => [1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => String(big).length)";
    let small = "const getClaims = () => 1";
    assert_eq!(pool.run(script(deaf)).await, Err(ScriptError::TimedOut));
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        // It is still asked for: it counts, and is not run again.
        assert_eq!(pool.run(script(deaf)).await, Err(ScriptError::TimedOut));
        assert_eq!(pool.run(script(small)).await, Err(ScriptError::Busy));
    }
    tokio::time::sleep(Duration::from_millis(450)).await;
    assert_ne!(pool.run(script(small)).await, Err(ScriptError::Busy));
}

#[tokio::test]
async fn what_takes_the_square_of_its_memory_ends_in_time() {
    // What would take hours does not fit in.
    let source = "const getClaims = () => 'a'.repeat(16 << 20).indexOf('a'.repeat(8 << 20) + 'b')";
    assert!(matches!(run(source).await, Err(ScriptError::Failed(_))));
}

#[tokio::test]
async fn the_queue_is_bounded() {
    let pool = ScriptPool::new(1, LIMITS);
    let runs = (0..100).map(|_| {
        let pool = pool.clone();
        tokio::spawn(async move { pool.run(script("for (;;) {}")).await })
    });
    let runs: Vec<_> = runs.collect();
    // The others wait in the queue; those who come on top are told at once.
    let mut busy = 0;
    for run in runs.into_iter().rev().take(35) {
        busy += usize::from(run.await.unwrap() == Err(ScriptError::Busy));
    }
    assert_eq!(busy, 35);
}

#[tokio::test]
async fn nothing_secret_shows_when_it_is_printed() {
    let printed = format!("{:?}", script("const secret = 's3cret'"));
    assert_eq!(printed, "Script { function: \"getClaims\", .. }");
}
