// Holds the map document in a sandboxed frame, sends it data, answers what it asks, and keeps its view for downloads and links.
const frames = new WeakMap()
const ASKED = { marks: "atlas/map-marks", list: "atlas/map-list", cube: "atlas/map-cube" }

function viewText(view) {
  const round = (number) => Number(number.toFixed(4))
  return [view.zoom, view.latitude, view.longitude, ...(view.bounds || [])].map(round).join("/")
}

function viewFromLink() {
  const parameters = new URLSearchParams(location.search)
  const numbers = (parameters.get("view") || "").split("/").map(Number)
  if (![3, 7].includes(numbers.length) || !numbers.every(Number.isFinite)) return undefined
  const [zoom, latitude, longitude] = numbers
  const layers = parameters.get("layers")
  return { zoom, latitude, longitude, layers: layers === null ? undefined : layers.split(",").filter(Boolean) }
}

// The address of what is on screen: the selection as it stands in the address bar, with the map's view beside it.
function linkTo(path, state, withTheme) {
  const url = new URL(path, location.href)
  const parameters = new URLSearchParams(location.search)
  if (state.view) {
    parameters.set("view", viewText(state.view))
    if (state.view.layers) parameters.set("layers", state.view.layers.join(","))
  }
  if (withTheme && state.theme === "dark") parameters.set("theme", "dark")
  url.search = parameters.toString()
  return url.href
}

// Streamlit writes the address anew with every change; what it leaves out is put back once the page has come to rest.
function rememberSoon(state) {
  clearTimeout(state.remembering)
  state.remembering = setTimeout(() => rememberView(state), 250)
}

function rememberView(state) {
  const url = new URL(linkTo(location.pathname, state, false))
  if (url.href !== location.href) history.replaceState(history.state, "", url.href)
}

// Of the two lines of the data the page reads what is said of the map; the payload is a text that only the frame reads.
function read(text) {
  const end = text.indexOf("\n")
  return { text, ...JSON.parse(text.slice(0, end)), payload: text.slice(end + 1) }
}

function post(state, message) {
  if (state.ready) state.frame.contentWindow.postMessage({ atlas: state.nonce, ...message }, "*")
}

// A browser takes milliseconds longer for a message to another process of more than some 16,000 bytes: a long payload goes in pieces.
const PIECE = 7000

function postPieces(state, text) {
  let at = 0
  for (; text.length - at > PIECE; at += PIECE) post(state, { type: "piece", seq: state.sequence, text: text.slice(at, at + PIECE) })
  return text.slice(at)
}

function showData(state) {
  if (!state.ready) return
  const first = state.shown === undefined
  const message = { type: "show", seq: ++state.sequence, payload: postPieces(state, state.data.payload), theme: state.theme }
  if (first) message.view = state.view || viewFromLink()
  state.shown = state.data
  post(state, message)
}

// The frame may not ask the server itself. Answers about a selection that is no longer shown are dropped here and in the frame.
async function answer(state, { ask, kind, about }) {
  if (!Object.hasOwn(ASKED, kind) || !state.data) return
  const { sequence } = state
  const parameters = new URLSearchParams({ selection: state.data.selection })
  for (const [name, value] of Object.entries(about ?? {})) parameters.set(name, String(value))
  state.asking.get(kind)?.abort()
  const asking = new AbortController()
  if (kind !== "list") state.asking.set(kind, asking)
  let body = null
  try {
    const response = await fetch(`${ASKED[kind]}?${parameters}`, { signal: asking.signal })
    if (response.ok) body = await response.json()
  } catch { /* no answer: the frame says so where that matters */ }
  if (sequence === state.sequence && !asking.signal.aborted) post(state, { type: "answer", seq: sequence, ask, body })
}

function listen(state, event) {
  if (event.source !== state.frame.contentWindow || event.data?.atlas !== state.nonce) return
  const message = event.data
  if (message.type === "ready") { state.ready = true; showData(state) }
  if (message.type === "view") {
    const before = state.view
    state.view = message.view
    if (before) rememberView(state)
    frames.lastView = message.view
  }
  if (message.type === "drawn" && message.seq === state.sequence) state.root.dataset.drawn = String(state.data.selection)
  if (message.type === "ask") answer(state, message)
  if (message.type === "played") state.root.dataset.framesPerSecond = Number(message.rate?.perSecond).toFixed(1)
  if (message.type === "open" && message.record) state.component.setTriggerValue("opened", message.id)
}

function start(component, root) {
  const nonce = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("")
  const state = { nonce, root, sequence: 0, asking: new Map(), ready: false, component, data: read(component.data), frame: document.createElement("iframe") }
  state.view = frames.lastView
  state.frame.title = state.data.title
  state.frame.setAttribute("sandbox", "allow-scripts")
  state.frame.allow = "fullscreen *"
  state.frame.src = "atlas/map#" + nonce
  state.listener = (event) => listen(state, event)
  window.addEventListener("message", state.listener)
  root.querySelector(".frame").appendChild(state.frame)
  for (const link of root.querySelectorAll("a[data-kind]"))
    link.addEventListener("click", () => { link.href = linkTo("atlas/download." + link.dataset.kind, state, true) })
  root.querySelector("button.copy").addEventListener("click", (event) => copyLink(event.currentTarget, state))
  return state
}

async function copyLink(button, state) {
  const link = linkTo(location.pathname, state, false)
  const done = button.parentElement.querySelector(".copied")
  try { await navigator.clipboard.writeText(link); done.textContent = "Link copied" }
  catch { done.textContent = link }
  setTimeout(() => { done.textContent = "" }, 6000)
}

export default function (component) {
  const root = component.parentElement.querySelector(".map")
  if (!root) return
  let state = frames.get(root)
  if (!state) { state = start(component, root); frames.set(root, state) }
  state.component = component
  if (component.data !== state.data.text) state.data = read(component.data)
  const theme = isDark(root) ? "dark" : "light"
  const themeChanged = state.theme !== undefined && theme !== state.theme
  state.theme = theme
  root.dataset.theme = theme
  if (state.data !== state.shown) showData(state)
  else if (themeChanged) post(state, { type: "theme", theme })
  if (state.view) rememberSoon(state)
  return () => {
    window.removeEventListener("message", state.listener)
    clearTimeout(state.remembering)
    frames.delete(root)
  }
}
