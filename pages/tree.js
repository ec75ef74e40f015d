// Makes the elements that pages/elements.py describes, for every component that shows some. Text only ever becomes text; tags and attributes
// are those listed here.
const SVG = "http://www.w3.org/2000/svg"
const SVG_TAGS = new Set(["svg", "g", "path", "rect", "line", "circle", "polygon", "text", "title"])
const HTML_TAGS = new Set(("div span p h1 h2 h3 h4 ul ol li dl dt dd a b i em strong small mark button input label select option " +
  "table caption thead tbody tr th td section header footer nav aside article figure figcaption details summary time br hr " +
  "blockquote cite q code fieldset legend bdi textarea datalist").split(" "))
const ATTRIBUTES = new Set(("class id role title lang dir type value checked disabled min max step placeholder tabindex for name open " +
  "colspan scope href download datetime width height viewBox d x y x1 y1 x2 y2 cx cy r rx points fill stroke stroke-width " +
  "stroke-dasharray text-anchor transform opacity hidden selected readonly rows autocomplete maxlength target rel list").split(" "))
const LINK = /^(https?:|mailto:|[./?#])/i

function allowed(name) {
  return ATTRIBUTES.has(name) || name.startsWith("aria-") || name.startsWith("data-")
}

function make(node, inSvg) {
  const svg = SVG_TAGS.has(node.tag) && (inSvg || node.tag === "svg")
  if (!svg && !HTML_TAGS.has(node.tag)) throw new Error("unknown tag " + node.tag)
  return svg ? document.createElementNS(SVG, node.tag) : document.createElement(node.tag)
}

function dress(element, node) {
  const wanted = node.attributes
  for (const { name } of [...element.attributes])
    if (!(name in wanted) && name !== "style") element.removeAttribute(name)
  for (const [name, value] of Object.entries(wanted)) {
    if (name === "vars") {
      for (const [variable, amount] of Object.entries(value)) element.style.setProperty(variable, String(amount))
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
  element._send = node.send
}

// Changes what is there into what is wanted, so that focus, open details and scroll positions stay.
function fill(parent, children, inSvg) {
  children.forEach((child, index) => {
    const present = parent.childNodes[index]
    if (typeof child === "string") {
      if (present && present.nodeType === 3) { if (present.data !== child) present.data = child }
      else replace(parent, present, document.createTextNode(child))
      return
    }
    let element = present
    const same = present && present.nodeType === 1 && present.tagName.toLowerCase() === child.tag.toLowerCase() &&
      (present.getAttribute("data-key") || "") === String(child.attributes["data-key"] ?? "")
    if (!same) { element = make(child, inSvg); replace(parent, present, element) }
    fill(element, child.children, inSvg || child.tag === "svg")
    dress(element, child)
  })
  while (parent.childNodes.length > children.length) parent.lastChild.remove()
}

function replace(parent, present, next) {
  if (present) present.replaceWith(next)
  else parent.appendChild(next)
}

function isDark(element) {
  const probe = document.createElement("i")
  probe.style.color = "var(--st-background-color)"
  element.appendChild(probe)
  const [red, green, blue] = (getComputedStyle(probe).color.match(/[\d.]+/g) || [255, 255, 255]).map(Number)
  probe.remove()
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

// The element that holds the tree, in the page's light or dark; none while the page is not there yet.
function themed(parentElement) {
  const root = parentElement.querySelector(".atlas")
  if (!root) return null
  root.className = "atlas " + (isDark(parentElement.host ? parentElement.host.parentElement || root : root) ? "dark" : "light")
  return root
}
