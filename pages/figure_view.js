// Shows a figure's preview with its downloads, or texts to copy. Whatever comes from data becomes text, never markup.
function make(tag, className, text) {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}

// The image on screen stays until the next one is there; a refusal of the server is shown in its own words.
function show(state, data) {
  if (state.wanted === data.image) return
  state.wanted = data.image
  state.box.dataset.state = "drawing"
  state.status.textContent = "Drawing the figure"
  const next = new Image()
  next.onload = () => {
    if (state.wanted !== data.image) return
    next.alt = data.alt
    next.width = data.width
    next.height = data.height
    state.box.querySelector("img")?.remove()
    state.box.prepend(next)
    state.box.style.setProperty("--proportion", data.width / data.height)
    state.box.dataset.state = "drawn"
    state.status.textContent = ""
  }
  next.onerror = async () => {
    if (state.wanted !== data.image) return
    let said = "The figure could not be drawn: the server does not answer."
    try { const answer = await fetch(data.image); if (!answer.ok) said = await answer.text() } catch { /* as said */ }
    if (state.wanted !== data.image) return
    state.box.dataset.state = "failed"
    state.status.textContent = said.slice(0, 600)
  }
  next.src = data.image
}

function link(file, index) {
  const anchor = make("a", index ? "" : "all", file.label)
  anchor.href = file.href
  anchor.setAttribute("download", "")
  anchor.title = file.note
  return anchor
}

function startPreview(root) {
  const state = { box: make("div", "sheet"), status: make("p", "status"), files: make("div", "files"), facts: make("p", "facts") }
  state.status.setAttribute("role", "status")
  state.box.append(state.status)
  root.replaceChildren(state.box, state.facts, state.files)
  return state
}

async function copy(button, text) {
  const block = button.closest("details")
  block.open = true
  try { await navigator.clipboard.writeText(text); button.textContent = "Copied" }
  catch {
    getSelection().selectAllChildren(block.querySelector(".text"))
    button.textContent = "Selected: copy it with the keyboard"
  }
  setTimeout(() => { button.textContent = "Copy" }, 4000)
}

function block({ heading, text }) {
  const section = make("details"), head = make("summary"), button = make("button", "", "Copy")
  section.open = innerWidth > 640
  button.type = "button"
  button.setAttribute("aria-label", "Copy: " + heading)
  button.onclick = () => copy(button, text)
  head.append(make("span", "name", heading))
  const body = make("div", "body")
  body.append(make("p", "text", text), button)
  section.append(head, body)
  return section
}

const states = new WeakMap()
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".figure")
  if (!root) return
  if (data.words) {
    const said = JSON.stringify(data.words)
    if (root.dataset.said !== said) root.replaceChildren(...data.words.map(block))
    root.dataset.said = said
    return
  }
  if (!states.has(root)) states.set(root, startPreview(root))
  const state = states.get(root)
  if (!state.box.querySelector("img")) state.box.style.setProperty("--proportion", data.width / data.height)
  state.facts.textContent = data.facts
  const files = JSON.stringify(data.files)
  if (state.said !== files) state.files.replaceChildren(...data.files.map(link))
  state.said = files
  show(state, data)
}
