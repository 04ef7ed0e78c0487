//! One run of a script in an engine of its own, which is thrown away afterwards.

use std::{cell::RefCell, rc::Rc};

use rquickjs::{
    Context, Ctx, Error, Function, Object, Promise, Runtime, Value,
    context::{EvalOptions, intrinsic},
    function::Opt,
    promise::PromiseState,
};
use tokio::time::Instant;

use crate::{Limits, Outcome, Script, ScriptError, output};

/// What scripts have of the language's library. Typed arrays and proxies are left out: with them a script could keep the engine busy in
/// places where it does not look at the time.
type Library = (
    intrinsic::Date,
    intrinsic::Eval,
    intrinsic::RegExpCompiler,
    intrinsic::RegExp,
    intrinsic::Json,
    intrinsic::MapSet,
    intrinsic::Promise,
);

/// Calls the script's function, so that what it gives back is waited for, be it a promise or not. Made before the script runs, which may
/// replace whatever it finds.
const CALL: &str = "(call, argument) => (async () => await call(argument))()";
/// What takes the place of functions that would go on whatever the time is.
const LIBRARY: &str = include_str!("library.js");
/// Scripts write to a console that nobody reads.
const CONSOLE: &str = "var console = Object.freeze(Object.fromEntries(['debug', 'error', 'info', 'log', 'warn'].map((name) => [name, () => undefined])))";
/// What is said of a failure that says nothing itself, as when memory is used up.
const FAILED: &str = "the script failed";

/// A refusal by the script, which stands whatever it does afterwards.
type Denial = Rc<RefCell<Option<Refusal>>>;

/// That a script has refused, and with which words.
struct Refusal {
    message: Option<String>,
}

/// Runs a script to its end or to the end of its time.
pub(crate) fn run(script: &Script, limits: &Limits) -> Result<Outcome, ScriptError> {
    let deadline = Instant::now() + limits.time;
    let is_over = move || Instant::now() >= deadline;
    let engine = |_| ScriptError::Failed(FAILED.to_owned());
    let runtime = Runtime::new().map_err(engine)?;
    runtime.set_max_stack_size(limits.stack_bytes);
    runtime.set_memory_limit(limits.memory_bytes);
    runtime.set_interrupt_handler(Some(Box::new(is_over)));
    let context = Context::custom::<Library>(&runtime).map_err(engine)?;
    context.with(|js| {
        let denial = Denial::default();
        let ran = call(&js, script, &denial, &is_over).and_then(|returned| serialize(&js, returned));
        // Looked at last: what is computed while the value is written down is a part of the script too.
        if let Some(refusal) = denial.take() {
            return Ok(Outcome::Denied(refusal.message));
        }
        match ran {
            // Where time ran out, whatever else is said of the failure follows from that.
            Err(_) if is_over() => Err(ScriptError::TimedOut),
            Err(error) => Err(error),
            Ok(json) => {
                let value = json.map(|json| output::read(&json, limits.output_bytes)).transpose();
                value.map(Outcome::Returned)
            }
        }
    })
}

/// Defines what the script defines, calls its function and waits for what that gives back.
fn call<'js>(
    js: &Ctx<'js>,
    script: &Script,
    denial: &Denial,
    is_over: &impl Fn() -> bool,
) -> Result<Value<'js>, ScriptError> {
    let failed = |error: Error| failure(js, &error);
    let call: Function<'js> = evaluate(js, CALL).map_err(failed)?;
    evaluate::<Value<'js>>(js, CONSOLE).map_err(failed)?;
    evaluate::<Value<'js>>(js, LIBRARY).map_err(failed)?;
    let argument = argument(js, script, denial).map_err(failed)?;
    evaluate::<Value<'js>>(js, &script.source).map_err(failed)?;
    let defined: Value<'js> =
        evaluate(js, script.function).map_err(|_| ScriptError::NoFunction(script.function))?;
    if !defined.is_function() {
        return Err(ScriptError::NoFunction(script.function));
    }
    let promise: Promise<'js> = call.call((defined, argument)).map_err(failed)?;
    while promise.state() == PromiseState::Pending {
        if is_over() {
            return Err(ScriptError::TimedOut);
        }
        if !js.execute_pending_job() {
            return Err(ScriptError::NeverResolved);
        }
    }
    promise.result().unwrap_or(Err(Error::WouldBlock)).map_err(failed)
}

/// Evaluates a program as scripts on a page are: global, and not in strict mode.
fn evaluate<'js, V: rquickjs::FromJs<'js>>(js: &Ctx<'js>, source: &str) -> Result<V, Error> {
    let mut options = EvalOptions::default();
    options.strict = false;
    js.eval_with_options(source, options)
}

/// The argument of the script's function: what it is told, and what it can do.
fn argument<'js>(js: &Ctx<'js>, script: &Script, denial: &Denial) -> Result<Value<'js>, Error> {
    let argument = js.json_parse(script.argument.as_str())?;
    let denial = Rc::clone(denial);
    let deny_access = move |js: Ctx<'js>, message: Opt<Value<'js>>| -> Result<(), Error> {
        let message = message.0.and_then(Value::into_string).and_then(|message| message.to_string().ok());
        // The first refusal counts.
        denial.borrow_mut().get_or_insert(Refusal { message });
        // Ends the script here, unless it catches it, which changes nothing.
        let denied = rquickjs::String::from_str(js.clone(), "access denied")?;
        Err(js.throw(denied.into_value()))
    };
    let api = Object::new(js.clone())?;
    api.set("denyAccess", Function::new(js.clone(), deny_access)?)?;
    if let Some(members) = argument.as_object() {
        members.set("api", api)?;
    }
    Ok(argument)
}

/// What the script gave back, as JSON; `None` for `undefined`.
fn serialize<'js>(js: &Ctx<'js>, returned: Value<'js>) -> Result<Option<String>, ScriptError> {
    let json = js.json_stringify(returned).map_err(|error| failure(js, &error))?;
    json.map(|json| json.to_string()).transpose().map_err(|_| ScriptError::Unusable)
}

/// What an exception says: its message, or what was thrown where that is a text.
fn failure(js: &Ctx<'_>, error: &Error) -> ScriptError {
    if !error.is_exception() {
        return ScriptError::Failed(FAILED.to_owned());
    }
    let thrown = js.catch();
    let line = thrown.as_object().and_then(line_of);
    let message = match thrown.as_object() {
        Some(members) => members.get::<_, Value<'_>>("message").ok(),
        None => Some(thrown),
    };
    // Reading the message may have failed in its turn.
    let _ = js.catch();
    let message = message.and_then(Value::into_string).and_then(|message| message.to_string().ok());
    let message = message.filter(|message| !message.is_empty()).unwrap_or_else(|| FAILED.to_owned());
    ScriptError::Failed(match line {
        Some(line) => format!("{message} (line {line})"),
        None => message,
    })
}

/// Where a program cannot be read: the engine says what it expects there, and nothing that would tell the place.
fn line_of<'js>(thrown: &Object<'js>) -> Option<u32> {
    let text = |name: &str| thrown.get::<_, Value<'js>>(name).ok()?.into_string()?.to_string().ok();
    if text("name")? != "SyntaxError" {
        return None;
    }
    let stack = text("stack")?;
    let (_, place) = stack.split_once("eval_script:")?;
    place.split(':').next()?.trim_end_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()
}
