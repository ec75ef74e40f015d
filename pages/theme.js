// Whether a part of a page is shown light or dark, by the background that Streamlit's theme gives it. It gives its themes by classes on the
// elements around a part: asking for a colour would have the browser work out every style at once, in each part after each change.
const darkness = new Map()

function classesAround(element) {
  const classes = []
  for (let one = element; one; one = one.parentElement ?? one.getRootNode().host) classes.push(one.getAttribute("class"))
  return classes.join("/")
}

function isDark(element) {
  const classes = classesAround(element)
  if (!darkness.has(classes)) darkness.set(classes, hasDarkBackground(element))
  return darkness.get(classes)
}

function hasDarkBackground(element) {
  const probe = document.createElement("i")
  probe.style.color = "var(--st-background-color)"
  element.appendChild(probe)
  const [red, green, blue] = (getComputedStyle(probe).color.match(/[\d.]+/g) || [255, 255, 255]).map(Number)
  probe.remove()
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

// The element that holds a part of the page, in the page's light or dark; none while the page is not there yet.
function themed(parentElement) {
  const root = parentElement.querySelector(".atlas")
  if (!root) return null
  const name = "atlas " + (isDark(parentElement.host?.parentElement || root) ? "dark" : "light")
  if (root.className !== name) root.className = name
  return root
}
