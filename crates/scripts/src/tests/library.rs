//! Functions of the language's library: none goes on for ever, and those that were replaced do what they did.

use super::*;

/// Functions of the library that go over what claims to be without end, and what is given to them.
const ENDLESS: [&str; 36] = [
    "new Set(new Array(4294967295))",
    "new Set({ [Symbol.iterator]: Array.prototype.values.bind({ length: 2 ** 53 - 1 }) })",
    "new Map(Array.prototype.values.call({ length: 2 ** 53 - 1 }).filter(Boolean))",
    "Array.prototype.values.call({ length: 2 ** 53 - 1 }).drop(2 ** 53 - 1).next()",
    "Array.prototype.values.call({ length: 2 ** 53 - 1 }).some(Boolean)",
    "Array.prototype.values.call({ length: 2 ** 53 - 1 }).includes(1)",
    "Array.prototype.values.call({ length: 2 ** 53 - 1 }).forEach(Boolean)",
    "Array.prototype.values.call({ length: 2 ** 53 - 1 }).reduce(Boolean)",
    "Array.prototype.values.call({ length: 2 ** 53 - 1 }).join('')",
    "[].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true })",
    "[].concat({ length: 5, get [Symbol.isConcatSpreadable]() { this.length = 2 ** 53 - 1; return true } })",
    "[new Array(4294967295), new Array(4294967295)].flat()",
    "[1].flatMap(() => new Array(4294967295))",
    "Array.from({ length: 2 ** 53 - 1 }, Boolean)",
    "Array.from.call(function () { return { set length(to) {} } }, { length: 2 ** 53 - 1 })",
    "JSON.stringify({}, new Array(4294967295))",
    "String.raw({ raw: { length: 2 ** 53 - 1 } }, '')",
    "''.repeat(2 ** 53 - 1) + ''.padStart(2 ** 53 - 1, '') + 'a'.padEnd(2 ** 53 - 1, 'a')",
    "Boolean.apply(null, { length: 2 ** 53 - 1 })",
    "new Array(4294967295).toString()",
    "Object.fromEntries(Array.prototype.values.call({ length: 2 ** 53 - 1 }).filter(Boolean))",
    "Math.sumPrecise(Array.prototype.values.call({ length: 2 ** 53 - 1 }).filter(Boolean))",
    "Promise.all(new Array(4294967295))",
    "'a'.repeat(3e6).indexOf('a'.repeat(15e5) + 'b')",
    "'a'.repeat(3e6).split({ toString: () => 'a'.repeat(15e5) + 'b' })",
    "'a'.repeat(3e6).replaceAll('a'.repeat(15e5) + 'b', '')",
    "Object.prototype.next = Object; new Set({ [Symbol.iterator]: Object })",
    "Object.prototype.next = Object; new Map({ [Symbol.iterator]: Object })",
    "Object.prototype.next = Object; Array.prototype[Symbol.iterator] = Object; new WeakSet([])",
    "Object.prototype.next = Object; Object.groupBy({ [Symbol.iterator]: Object }, Boolean)",
    "Object.prototype.next = Object; Object.fromEntries({ [Symbol.iterator]: Object })",
    "Object.prototype.next = Object; Promise.race({ [Symbol.iterator]: Object })",
    "Object.prototype.next = Object; Array.from.call(Object, { [Symbol.iterator]: Object })",
    "Iterator.prototype.forEach.call({ next: Object }, Boolean)",
    "new Set().union({ size: 1, has: Boolean, keys: () => ({ next: Object }) })",
    "Error.prepareStackTrace = (error, frames) => { globalThis.found = frames.map((frame) => frame.getFunction()) }; try { [{ toString() { throw new Error } }].join() } catch (e) { e.stack } for (const native of globalThis.found ?? []) try { native.call({ length: 2 ** 53 - 1 }, '') } catch {}",
];

/// Everything that a list can do, to what says it is as long as it can be, as a real list and as things that look like one.
fn endless_lists() -> Vec<String> {
    let methods = "at with concat every some forEach map filter reduce reduceRight fill find findIndex findLast findLastIndex indexOf lastIndexOf \
         includes join toString toLocaleString pop push shift unshift reverse toReversed sort toSorted slice splice toSpliced copyWithin flatMap flat";
    let receivers = [
        "{ length: 2 ** 53 - 1 }",
        "{ __proto__: { length: 2 ** 53 - 1 } }",
        "{ get length() { return 2 ** 53 - 1 } }",
        "{ n: 0, get length() { return this.n++ ? 2 ** 53 - 1 : 1 } }",
        "{ length: { valueOf: () => 2 ** 53 - 1 } }",
        "{ length: 2 ** 53 - 1, __proto__: [] }",
        "new Array(4294967295)",
    ];
    let calls = methods.split_whitespace().flat_map(|method| {
        receivers.map(|receiver| {
            let arguments = match method {
                "fill" | "with" => "1, 1",
                "copyWithin" | "splice" | "toSpliced" => "0, 1",
                "join" => "''",
                "flat" | "slice" | "pop" | "shift" => "",
                _ => "Boolean, 1",
            };
            format!("Array.prototype.{method}.call({receiver}, {arguments})")
        })
    });
    calls.collect()
}

#[tokio::test]
async fn no_function_of_the_library_goes_on_when_time_is_over() {
    let limits = Limits { grace: Duration::from_secs(4), ..LIMITS };
    let mut deaf = Vec::new();
    for expression in ENDLESS.map(ToOwned::to_owned).into_iter().chain(endless_lists()) {
        let pool = ScriptPool::new(1, limits);
        let source = format!("const getClaims = () => {{ {expression}; return 1 }}");
        let started = Instant::now();
        let _ = pool.run(script(&source)).await;
        if started.elapsed() >= limits.time + limits.grace {
            deaf.push(expression);
        }
    }
    assert_eq!(deaf, [""; 0], "what was left to itself");
}

#[tokio::test]
async fn what_is_replaced_in_the_library_does_what_it_did() {
    for (expression, expected) in [
        (
            "[[3, 1, 2].sort(), [[1, [2]], 3].flat(), [[1, [2]]].flat(Infinity), [1, 2].flatMap((x) => [x, x])]",
            json!([[1, 2, 3], [1, [2], 3], [1, 2], [1, 1, 2, 2]]),
        ),
        (
            "[[1].concat([2], 3, [[4]]), Array.from({ length: 2 }, (_, at) => at), Array.from('ab'), [...new Set([1, 1, 2])]]",
            json!([[1, 2, 3, [4]], [0, 1], ["a", "b"], [1, 2]]),
        ),
        (
            "[Object.fromEntries(new Map([['a', 1]])), new (class extends Set {})([1]).size, new Map() instanceof Map, Object.groupBy([1, 2], (x) => x % 2 ? 'o' : 'e')]",
            json!([{ "a": 1 }, 1, true, { "o": [1], "e": [2] }]),
        ),
        (
            "['a-b-c'.split('-'), 'a-b'.split(/-/), 'a-b-c'.replace('-', '+'), 'a-b-c'.replaceAll('-', (m) => m + m), 'a1b2'.replace(/[0-9]/g, (d) => d * 2)]",
            json!([["a", "b", "c"], ["a", "b"], "a+b-c", "a--b--c", "a2b4"]),
        ),
        (
            "['abcabc'.indexOf('b', 2), 'abcabc'.lastIndexOf('b', 3), 'abc'.includes('d'), [1, 2].join('-'), String([1, [2]]), Array.prototype.map.call('ab', (x) => x + x)]",
            json!([4, 1, false, "1-2", "1,2", ["aa", "bb"]]),
        ),
        (
            "[await Promise.all([1, Promise.resolve(2)]), JSON.stringify({ a: 1, b: 2 }, ['a']), Array.prototype.slice.call({ length: 1, 0: 'x' }), [...'h\u{e9}'].length]",
            json!([[1, 2], "{\"a\":1}", ["x"], 2]),
        ),
        ("String.raw`a${1}b`", json!("a1b")),
    ] {
        assert_eq!(value_of(expression).await, expected, "{expression}");
    }
}
