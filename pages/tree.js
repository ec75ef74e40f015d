// Makes the elements that pages/elements.py describes, for every component that shows some. Text only ever becomes text; tags and attributes
// are those listed here.
const SVG = "http://www.w3.org/2000/svg"
const SVG_TAGS = new Set(["svg", "g", "path", "rect", "line", "circle", "polygon", "text", "title"])
const HTML_TAGS = new Set(("div span p h1 h2 h3 h4 ul ol li dl dt dd a b i em strong small mark button input label select option " +
  "table caption thead tbody tr th td section header footer nav aside article figure figcaption details summary time br hr " +
  "blockquote cite q code fieldset legend bdi textarea datalist").split(" "))
const ATTRIBUTES = new Set(("class id role title lang dir type value checked disabled min max step placeholder tabindex for name open " +
  "colspan scope href download datetime width height viewBox d x y x1 y1 x2 y2 cx cy r rx points fill stroke stroke-width " +
  "preserveAspectRatio stroke-dasharray text-anchor transform opacity hidden selected readonly rows autocomplete maxlength target rel list").split(" "))
const LINK = /^(https?:|mailto:|[./?#])/i

function allowed(name) {
  return ATTRIBUTES.has(name) || name.startsWith("aria-") || name.startsWith("data-")
}

// A node is [tag, attributes or 0, what it sends or 0, ...children]; a child is a text or a node.
const BARE = {}

function make([tag], inSvg) {
  const svg = SVG_TAGS.has(tag) && (inSvg || tag === "svg")
  if (!svg && !HTML_TAGS.has(tag)) throw new Error("unknown tag " + tag)
  return svg ? document.createElementNS(SVG, tag) : document.createElement(tag)
}

function dress(element, attributes, send) {
  const wanted = attributes || BARE
  for (const name of element.getAttributeNames())
    if (!(name in wanted) && name !== "style" && name !== "open") element.removeAttribute(name) // what a person opened stays open
  for (const name in wanted) {
    const value = wanted[name]
    if (name === "vars") {
      for (const variable in value) setVariable(element.style, variable, String(value[variable]))
    } else if (allowed(name) && !(name === "href" && !LINK.test(String(value)))) {
      const text = value === true ? "" : String(value)
      if (element.getAttribute(name) !== text) element.setAttribute(name, text)
    }
  }
  if (element.tagName === "INPUT" || element.tagName === "SELECT") {
    const busy = element.getRootNode().activeElement === element && element.type !== "checkbox"
    if (!busy && element.type !== "checkbox") element.value = wanted.value ?? ""
    if (element.type === "checkbox" || element.type === "radio") element.checked = "checked" in wanted
  }
  element._send = send || undefined
}

function setVariable(style, name, text) {
  if (style.getPropertyValue(name) !== text) style.setProperty(name, text)
}

// Changes what is there into what is wanted, so that focus, open details and scroll positions stay. An element has its key for good;
// only rows, lines of choices and cards become those of other keys, unless they have the focus.
const REUSED = new Set(["tr", "label", "article"])

// What a person can change stands as it is wanted after every change; anything else is left alone while it is wanted as it was, if nobody
// but this module touches it (`untouched`).
const LIVE = new Set(["input", "select", "textarea", "details"])
let untouched = false

function same(one, other) {
  if (one === other) return true
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false
  if (Array.isArray(one)) return one.length === other.length && one.every((each, index) => same(each, other[index]))
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]))
}

function fill(parent, node, first, inSvg, mayFocus = true) {
  let holdsLive = false
  const count = node.length - first, focused = mayFocus && parent.contains(parent.getRootNode().activeElement)
  for (let index = 0; index < count; index++) {
    const child = node[first + index], present = parent.childNodes[index]
    if (typeof child === "string") {
      if (present && present.nodeType === 3) { if (present.data !== child) present.data = child }
      else replace(parent, present, document.createTextNode(child))
      continue
    }
    let element = focused ? kept(present, child) : present
    if (!element || !suits(element, child)) {
      element = make(child, inSvg)
      if (isWantedLater(present, node, first + index + 1)) parent.insertBefore(element, present)
      else replace(parent, present, element)
    }
    const was = element._node
    if (was && !element._live && same(was, child)) continue
    const own = LIVE.has(child[0]), live = fill(element, child, 3, inSvg || child[0] === "svg", focused) || own
    if (was && !own && same(was[1], child[1])) element._send = child[2] || undefined
    else dress(element, child[1], child[2])
    if (untouched) Object.assign(element, { _node: child, _live: live })
    holdsLive ||= live
  }
  while (parent.childNodes.length > count) parent.lastChild.remove()
  return holdsLive
}

function keyOf(element) {
  return element.getAttribute?.("data-key") ?? ""
}

function suits(element, [tag, attributes]) {
  return element.localName === tag && (REUSED.has(tag) || keyOf(element) === String(attributes["data-key"] ?? ""))
}

// What has a key and is wanted further on moves on when something comes before it: an opened part stays open.
function isWantedLater(present, node, from) {
  return Boolean(present && keyOf(present)) && node.slice(from).some((later) => Array.isArray(later) && suits(present, later))
}

// The element that becomes the wanted one: the present one, or a later one that has the focus and this key; then those before it go.
function kept(present, child) {
  const key = String(child[1]["data-key"] ?? "")
  for (let one = present; one; one = one.nextSibling) {
    if (!one.contains(one.getRootNode().activeElement)) continue
    if (keyOf(one) !== key) return one === present ? null : present
    while (key && present !== one) { const next = present.nextSibling; present.remove(); present = next }
    return present
  }
  return present
}

function replace(parent, present, next) {
  if (present) present.replaceWith(next)
  else parent.appendChild(next)
}
