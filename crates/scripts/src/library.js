// Functions of the language's library that would go on whatever the time is, replaced by ones that do not: the engine looks at the time when it
// calls a function of the script's language, not within its own. Evaluated before the script, which finds no way to what is replaced.
(() => {
  'use strict';
  // The longest list that a function goes over in one go. More does not fit into memory with anything in it.
  const MOST_ITEMS = 100000;
  // The most that a search in a text may take: its length times that of what is looked for.
  const MOST_STEPS = 2 ** 30;
  const { apply, construct, ownKeys } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
  const { isArray } = Array;
  const { trunc } = Math;
  const AnyObject = Object, AnyString = String, Refused = RangeError, WrongType = TypeError;
  const { iterator, isConcatSpreadable } = Symbol;

  const replace = (holder, name, make) => {
    const descriptor = getOwnPropertyDescriptor(holder, name);
    if (!descriptor || typeof descriptor.value !== 'function') return;
    const native = descriptor.value;
    const made = make(native);
    for (const kept of ['name', 'length']) defineProperty(made, kept, getOwnPropertyDescriptor(native, kept));
    defineProperty(holder, name, { ...descriptor, value: made });
  };
  // A list whose length can be told without running anything of the script's, and is not too long.
  const checkLength = (list) => {
    const object = AnyObject(list);
    const own = getOwnPropertyDescriptor(object, 'length');
    if (!own && !('length' in object)) return;
    const isPlain = own && hasOwn(own, 'value') && typeof own.value !== 'object' && typeof own.value !== 'function';
    if (!isPlain || +own.value > MOST_ITEMS) throw new Refused('the list is too long');
  };
  const lengthOf = (list) => trunc(+list.length) || 0;

  const lists = Array.prototype;
  const unbounded = ['constructor', 'at', 'concat', 'entries', 'flat', 'flatMap', 'keys', 'pop', 'push', 'toString', 'values'];
  for (const name of ownKeys(lists)) {
    if (typeof name === 'symbol' || unbounded.includes(name)) continue;
    replace(lists, name, (native) => ({ made(...given) {
      if (this !== undefined && this !== null) checkLength(this);
      return apply(native, this, given);
    } }).made);
  }
  const add = (into, item) => { into[into.length] = item; };
  const flatten = (into, list, depth) => {
    for (let at = 0, length = lengthOf(list); at < length; at += 1) {
      if (!(at in list)) continue;
      const item = list[at];
      if (depth > 0 && isArray(item)) flatten(into, item, depth - 1); else add(into, item);
    }
    return into;
  };
  replace(lists, 'flat', () => ({ made(depth) {
    return flatten([], AnyObject(this), depth === undefined ? 1 : trunc(+depth) || 0);
  } }).made);
  replace(lists, 'flatMap', () => ({ made(callback, self) {
    const list = AnyObject(this), into = [];
    if (typeof callback !== 'function') throw new WrongType('not a function');
    for (let at = 0, length = lengthOf(list); at < length; at += 1) {
      if (at in list) flatten(into, [apply(callback, self, [list[at], at, list])], 1);
    }
    return into;
  } }).made);
  replace(lists, 'concat', () => ({ made(...given) {
    const into = [];
    const join = (item) => {
      const isObject = (typeof item === 'object' && item !== null) || typeof item === 'function';
      const spreads = isObject ? item[isConcatSpreadable] : false;
      if (!(spreads === undefined ? isArray(item) : spreads)) return add(into, item);
      const start = into.length, length = lengthOf(item);
      for (let at = 0; at < length; at += 1) {
        if (at in item) { into.length = start + at; add(into, item[at]); }
      }
      into.length = start + length;
    };
    join(AnyObject(this));
    for (let at = 0; at < given.length; at += 1) join(given[at]);
    return into;
  } }).made);
  replace(Array, 'from', () => ({ made(items, map, self) {
    if (map !== undefined && typeof map !== 'function') throw new WrongType('not a function');
    const into = [];
    const take = (item) => add(into, map ? apply(map, self, [item, into.length]) : item);
    const method = items[iterator];
    if (method !== undefined && method !== null) {
      for (const item of { __proto__: null, [iterator]: () => apply(method, items, []) }) take(item);
    } else {
      for (let at = 0, length = lengthOf(items); at < length; at += 1) take(items[at]);
    }
    return into;
  } }).made);

  // What is gone over item by item: each step is one of the script's language.
  const stepwise = (items) => ({ __proto__: null, [iterator]: () => {
    const steps = items[iterator]();
    const next = steps.next;
    return {
      __proto__: null,
      next: () => apply(next, steps, []),
      return: () => { const end = steps.return; return end === undefined || end === null ? {} : apply(end, steps, []); },
    };
  } });
  const walk = (native) => ({ made(...given) {
    if (given.length > 0 && given[0] !== undefined && given[0] !== null) given[0] = stepwise(given[0]);
    return apply(native, this, given);
  } }).made;
  for (const name of ['fromEntries', 'groupBy']) replace(Object, name, walk);
  for (const name of ['all', 'allSettled', 'any', 'race']) replace(Promise, name, walk);
  replace(Map, 'groupBy', walk);
  replace(Math, 'sumPrecise', walk);
  for (const name of ['Map', 'Set', 'WeakMap', 'WeakSet']) {
    const native = globalThis[name];
    replace(globalThis, name, () => {
      function made(items) {
        if (new.target === undefined) throw new WrongType('must be called with new');
        return construct(native, items === undefined || items === null ? [] : [stepwise(items)], new.target);
      }
      for (const kept of ownKeys(native)) {
        if (kept !== 'prototype') defineProperty(made, kept, getOwnPropertyDescriptor(native, kept));
      }
      made.prototype = native.prototype;
      defineProperty(made, 'prototype', { writable: false });
      defineProperty(native.prototype, 'constructor', { value: made });
      return made;
    });
  }
  replace(JSON, 'stringify', (native) => ({ made(...given) {
    if (isArray(given[1])) checkLength(given[1]);
    return apply(native, this, given);
  } }).made);
  // These walk on their own account over whatever they are given; nothing takes their place.
  for (const name of ownKeys(Iterator.prototype)) {
    if (typeof name === 'string' && name !== 'constructor') delete Iterator.prototype[name];
  }
  for (const name of ['concat', 'from', 'zip', 'zipKeyed']) delete Iterator[name];
  for (const name of ['difference', 'intersection', 'isDisjointFrom', 'isSubsetOf', 'isSupersetOf', 'symmetricDifference', 'union']) {
    delete Set.prototype[name];
  }
  // It would show the script the functions that called it.
  delete Error.prepareStackTrace;
  replace(getPrototypeOf([][iterator]()), 'next', (native) => ({ made() { return apply(native, this, []); } }).made);

  replace(String, 'raw', () => ({ made(template, ...given) {
    const { raw } = template;
    let text = '';
    for (let at = 0, length = lengthOf(raw); at < length; at += 1) {
      text += AnyString(raw[at]);
      if (at + 1 < length && at < given.length) text += AnyString(given[at]);
    }
    return text;
  } }).made);
  const checkSearch = (text, wanted) => {
    if (text.length * wanted.length > MOST_STEPS) throw new Refused('the texts are too long');
  };
  const search = (symbol) => (native) => ({ made(wanted, ...given) {
    if (this === undefined || this === null) throw new WrongType('not a text');
    if (symbol && typeof wanted === 'object' && wanted !== null) {
      const method = wanted[symbol];
      if (method !== undefined && method !== null) return apply(method, wanted, [this, ...given]);
    }
    const text = AnyString(this);
    const looked = symbol === Symbol.split && wanted === undefined ? wanted : AnyString(wanted);
    checkSearch(text, looked === undefined ? '' : looked);
    return apply(native, text, [looked, ...given]);
  } }).made;
  for (const name of ['includes', 'indexOf', 'lastIndexOf']) replace(String.prototype, name, search());
  replace(String.prototype, 'split', search(Symbol.split));
  for (const name of ['replace', 'replaceAll']) replace(String.prototype, name, search(Symbol.replace));
})();
