// A page that an operator looks at within the console: it shows styles that are not stored yet, and goes nowhere.

const styles = document.querySelector("meta[name=preview-styles]");
if (styles) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles.content);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

for (const kind of ["submit", "click"]) {
  addEventListener(
    kind,
    (event) => {
      const goes = kind === "submit" || (event.target instanceof Element && event.target.closest("a, [type=submit]"));
      if (!goes) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
