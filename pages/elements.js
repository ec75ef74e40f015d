// Shows a tree of elements (tree.js) and sends what is clicked or changed.
let sequence = 0
untouched = true
export default function ({ data, parentElement, setTriggerValue }) {
  const root = themed(parentElement)
  if (!root) return
  fill(root, data ?? [], 0, false)
  const send = (event) => {
    const source = event.composedPath().find((one) => one._send)
    if (!source) return
    if (source.localName === "details") return unfold(root, source, (fields) => setTriggerValue("sent", { unfolded: fields, sequence: ++sequence }))
    const control = ["INPUT", "SELECT", "TEXTAREA"].includes(source.tagName)
    if (control !== (event.type === "change")) return
    if (!control) event.preventDefault()
    const value = !control ? undefined : source.type === "checkbox" ? source.checked : source.value
    setTriggerValue("sent", { ...source._send, value, sequence: ++sequence })
  }
  root.onclick = send
  root.onchange = send
  root.onkeydown = walk
  return () => { root.onclick = root.onchange = root.onkeydown = null }
}

// A part that opens by itself says so, if what lies in it is sent only then; with all that are open, as a message may overtake the one before it.
function unfold(root, part, tell) {
  if (part.open) return
  const open = [part, ...root.querySelectorAll("details[open]")].filter((one) => one._send)
  tell(open.map((one) => one._send.unfolded))
}

// Of many buttons in a row one is in the tab order; arrow keys lead from one to the next.
function walk(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], row = step && event.target.closest("[data-roving]")
  if (!row) return
  event.preventDefault()
  const buttons = [...row.querySelectorAll("button")]
  const next = buttons[Math.min(buttons.length - 1, Math.max(0, buttons.indexOf(event.target) + step))]
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1
  next.focus()
}
