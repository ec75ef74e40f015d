// Sends files one after another, each as the body of a request of its own. Names only ever become text.
function make(tag, className, text) {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}

function size(bytes, mb) {
  return bytes < mb / 10 ? Math.max(1, Math.round(bytes / 1024)) + " kB" : (bytes / mb).toLocaleString("en", { maximumFractionDigits: 1 }) + " MB"
}

// The name as it is shown: no direction marks that could turn it round, and not endlessly long.
function plain(name) {
  const shown = name.replace(/[\p{Cc}\p{Cf}]/gu, "�")
  return shown.length > 120 ? shown.slice(0, 119) + "…" : shown
}

function line(state, file) {
  const item = make("li")
  item.append(make("bdi", "name", plain(file.name)), make("span", "muted", size(file.size, state.data.mb)))
  state.list.append(item)
  return item
}

function refuse(item, words) {
  item.querySelectorAll("progress, button, .refused").forEach((one) => one.remove())
  const close = make("button", "", "Close")
  close.type = "button"
  close.onclick = () => item.remove()
  item.append(close, make("span", "refused", words))
}

function send(state, file, item) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(), bar = make("progress"), stop = make("button", "", "Stop")
    bar.max = 1
    bar.value = 0
    bar.setAttribute("aria-label", "sending " + plain(file.name))
    stop.type = "button"
    stop.setAttribute("aria-label", "stop sending " + plain(file.name))
    stop.onclick = () => request.abort()
    item.append(stop, bar)
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total }
    request.onload = () => {
      if (request.status === 204) { item.remove(); state.tell("arrived", { name: file.name, at: Date.now() }) }
      else refuse(item, "It was not taken: " + (request.responseText || "the server refused it (" + request.status + ")").slice(0, 300))
      resolve()
    }
    request.onerror = () => { refuse(item, "It was not taken: the server does not answer"); resolve() }
    request.onabort = () => { item.remove(); resolve() }
    request.open("POST", state.data.to + "?name=" + encodeURIComponent(file.name))
    request.setRequestHeader("Content-Type", "application/octet-stream")
    request.send(file)
  })
}

function take(state, files) {
  for (const file of files) {
    const item = line(state, file), most = Math.round(state.data.most / state.data.mb).toLocaleString("en")
    if (file.size > state.data.most) refuse(item, "It is larger than " + most + " MB, the most here: import it with the command line")
    else if (!file.size) refuse(item, "It is empty")
    else state.queue = state.queue.then(() => send(state, file, item))
  }
}

function build(root, state) {
  const box = make("div", "upload"), ask = make("div", "ask"), input = make("input"), label = make("label", "", "Choose files")
  input.type = "file"
  input.multiple = true
  input.id = "atlas-files"
  label.htmlFor = "atlas-files"
  const most = Math.round(state.data.most / state.data.mb).toLocaleString("en")
  ask.append(input, label, make("span", "", "or drop them here"), make("span", "muted small", "any number of files, up to " + most + " MB each"))
  state.list = make("ul")
  state.list.setAttribute("aria-live", "polite")
  box.append(ask, state.list)
  input.onchange = () => { take(state, [...input.files]); input.value = "" }
  box.ondragover = (event) => { event.preventDefault(); box.classList.add("over") }
  box.ondragleave = () => box.classList.remove("over")
  box.ondrop = (event) => { event.preventDefault(); box.classList.remove("over"); take(state, [...event.dataTransfer.files]) }
  root.append(box)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = themed(parentElement)
  if (!root) return
  if (!root._upload) {
    root._upload = { queue: Promise.resolve(), data }
    build(root, root._upload)
    const to = new URL(data.to, document.baseURI).href
    addEventListener("pagehide", () => navigator.sendBeacon(to + "?leave"))  // nothing is left of a tab that was closed
  }
  root._upload.data = data
  root._upload.tell = setTriggerValue
}
