// Progressive enhancement for the API reference: a filter for the operations at the side, the mark of the one being read, and the sheet
// that closes when an operation was chosen. The page works without it.

const navigation = document.getElementById("navigation");
const filter = navigation.querySelector("[data-filter]");
const nothing = navigation.querySelector("[data-filter-nothing]");
const groups = [...navigation.querySelectorAll("details")].map((details) => ({
  details,
  item: details.parentElement,
  name: details.querySelector("summary").textContent.toLowerCase(),
  operations: [...details.querySelectorAll("[data-filter-text]")].map((item) => ({ item, text: item.dataset.filterText.toLowerCase() })),
}));

function show(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const group of groups) {
    let found = false;
    for (const { item, text } of group.operations) {
      item.hidden = !words.every((word) => text.includes(word) || group.name.includes(word));
      found ||= !item.hidden;
    }
    group.item.hidden = !found;
    group.details.open = words.length > 0 ? found : "shown" in group.details.dataset;
    any ||= found;
  }
  nothing.hidden = any;
}

filter.hidden = false;
filter.addEventListener("input", () => show(filter.value));
// Browsers keep what is in a field when a page is loaded again.
if (filter.value) show(filter.value);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea")) return;
  event.preventDefault();
  filter.focus();
});

navigation.addEventListener("click", (event) => {
  if (event.target.closest("a") && navigation.matches(":popover-open")) navigation.hidePopover();
});

const links = new Map([...navigation.querySelectorAll("details[data-shown] a")].map((link) => [link.hash.slice(1), link]));
let current;
const reading = new IntersectionObserver(
  (entries) => {
    const entered = entries.find((entry) => entry.isIntersecting);
    const link = entered && links.get(entered.target.id);
    if (!link) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
    if (!navigation.matches(":popover-open")) keepInView(link);
  },
  { rootMargin: "-20% 0px -70%" },
);
for (const section of document.querySelectorAll("section[id]")) reading.observe(section);

// Scrolls the list at the side and nothing else.
function keepInView(link) {
  const [box, frame] = [link.getBoundingClientRect(), navigation.getBoundingClientRect()];
  if (box.top < frame.top + 64 || box.bottom > frame.bottom) navigation.scrollTop += box.top - frame.top - frame.height / 3;
}
