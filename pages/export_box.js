// Links to files of a selection: those of a large one say how far the file is until it is there, and can be stopped. Text only ever becomes text.
function built(tag, className, text) {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}

function size(bytes) {
  const mb = bytes / 1048576
  return mb < 0.1 ? Math.max(1, Math.round(bytes / 1024)) + " kB" : mb.toLocaleString("en", { maximumFractionDigits: 1 }) + " MB"
}

function time(seconds) {
  return seconds < 60 ? seconds + " s" : Math.floor(seconds / 60) + " min " + (seconds % 60) + " s"
}

function item(state, label, what) {
  const line = built("li"), words = built("span", "", "Making the " + label + " file of " + what + ": beginning"), stop = built("button", "", "Cancel")
  const bar = built("progress"), asked = new AbortController()
  bar.setAttribute("aria-label", "making the " + label + " file")
  words.setAttribute("role", "status")
  stop.type = "button"
  stop.setAttribute("aria-label", "cancel the " + label + " file")
  const end = (said) => { bar.remove(); stop.textContent = "Close"; stop.removeAttribute("aria-label"); stop.onclick = () => line.remove(); words.textContent = said }
  stop.onclick = () => { asked.abort(); end("Stopped: nothing of the " + label + " file was kept.") }
  line.append(words, stop, bar)
  state.list.append(line)
  return { line, asked, end, say: (said) => { words.textContent = said } }
}

function hand(address) {
  const link = built("a")
  link.href = new URL(address, document.baseURI).href
  link.download = ""
  document.body.append(link)
  link.click()
  link.remove()
}

// What one line of the answer says.
function tell(shown, label, what, said) {
  if (said.refused) shown.end(said.refused)
  else if (said.waiting) shown.say("Another export is being written; the " + label + " file begins after it.")
  else if (said.file) { hand(said.file); shown.end("The " + label + " file is ready, " + size(said.bytes) + ": your browser saves it.") }
  else {
    const written = said.bytes ? ", " + size(said.bytes) + " written" : ""
    shown.say("Making the " + label + " file of " + what + ": " + time(said.seconds) + written)
  }
}

async function follow(state, label, what, address) {
  const shown = item(state, label, what)
  let rest = "", done = false
  try {
    const answer = await fetch(new URL(address, document.baseURI), { signal: shown.asked.signal })
    if (!answer.ok) throw new Error(String(answer.status))
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!shown.line.isConnected) { shown.asked.abort(); return }
      const lines = (rest + part.value).split("\n")
      rest = lines.pop()
      for (const each of lines) { const said = JSON.parse(each); done ||= Boolean(said.file || said.refused); tell(shown, label, what, said) }
    }
    if (!done) throw new Error("it ended early")
  } catch (error) {
    if (error.name !== "AbortError" && !done) shown.end("The " + label + " file was not made: the server does not answer. Nothing was kept; try again.")
  }
}

export default function ({ data, parentElement }) {
  const root = themed(parentElement)
  if (!root) return
  if (!root._links) {
    root._links = built("div")
    root._list = built("ul")
    root._list.className = "making"
    root.append(root._links, root._list)
  }
  fill(root._links, [data.line], 0, false)
  Object.assign(root, { _aside: data.aside, _what: data.what })
  root._links.onclick = (event) => {
    const link = event.target.closest("a[data-key]")
    if (!link || !root._aside || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    follow({ list: root._list }, link.textContent, root._what, link.getAttribute("href").replace("/export.", "/exporting."))
  }
}
