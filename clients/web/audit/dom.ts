// Elements in a line. Text always goes in as text, so that nothing a log says can become markup.

export type Child = Node | string | number | undefined | false | Child[];
type Props = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

function append(parent: Node, child: Child): void {
  if (child === undefined || child === false) return;
  if (Array.isArray(child)) child.forEach((one) => append(parent, one));
  else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
}

// h("p.lead", {id: "x", onclick}, "text"): classes after dots, false and undefined left out.
export function h(tag: string, props: Props = {}, ...children: Child[]): HTMLElement {
  const [name = "div", ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.replace(/^on/, ""), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

export function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

// A <details> whose inside is made when it is first opened, or when the page is printed.
export function folded(
  summary: Child,
  make: () => Child,
  props: { class?: string; id?: string; open?: boolean } = {},
): HTMLDetailsElement {
  const tag = props.class === undefined ? "details" : `details.${props.class}`;
  const details = h(tag, { id: props.id }, h("summary", {}, summary)) as HTMLDetailsElement;
  let made = false;
  const open = (): void => {
    if (made) return;
    made = true;
    append(details, make());
  };
  details.addEventListener("toggle", () => details.open && open());
  details.addEventListener("quorate:print", open);
  if (props.open) {
    open();
    details.open = true;
  }
  return details;
}

// Everything is printed: what is folded is opened, and folded again afterwards.
export function unfoldForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    opened = [];
    // Opening one may make others inside it.
    for (let again = true; again;) {
      again = false;
      for (const details of document.querySelectorAll("details")) {
        if (details.open) continue;
        details.dispatchEvent(new CustomEvent("quorate:print"));
        details.open = true;
        opened.push(details);
        again = true;
      }
    }
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
