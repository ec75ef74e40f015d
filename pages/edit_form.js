// A form whose text outlives a reload: what is typed is kept in this browser until the page has saved it.
const PREFIX = "atlas-draft/"
let sequence = 0

const drafts = {
  get(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key) || "null") } catch { return null } },
  set(key, draft) { try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)) } catch { /* full, or not allowed: only the reload is lost */ } },
  drop(key) { try { localStorage.removeItem(PREFIX + key) } catch { /* nothing was kept */ } },
}

const controls = (root) => [...root.querySelectorAll("[name]")]
const name = (control) => control.getAttribute("name")

// What the form holds: a text by name, a list for boxes that share one.
function collected(root) {
  const values = {}
  for (const control of controls(root)) {
    if (control.type === "checkbox") {
      values[name(control)] ??= []
      if (control.checked) values[name(control)].push(control.value)
    } else if (control.type === "radio") {
      values[name(control)] ??= ""
      if (control.checked) values[name(control)] = control.value
    } else values[name(control)] = control.value
  }
  return values
}

function put(root, values) {
  for (const each of Object.keys(values)) grow(root, each)
  for (const control of controls(root)) {
    const value = values[name(control)]
    if (value === undefined) continue
    if (control.type === "checkbox") control.checked = value.includes(control.value)
    else if (control.type === "radio") control.checked = value === control.value
    else if (control.value !== value) {
      if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value)) continue
      control.value = value
    }
  }
}

// "actors.3.role" is in the fourth line of a list: makes room for it.
function grow(root, field) {
  const [list, number] = field.split(".")
  if (number === undefined || root.querySelector(`[name="${CSS.escape(field)}"]`)) return
  while (lines(root, list).length <= Number(number) && lines(root, list).length) if (!add(root, list)) return
}

const lines = (root, list) => [...root.querySelectorAll(`[data-line="${CSS.escape(list)}"]`)]

function add(root, list) {
  const all = lines(root, list), last = all.at(-1)
  if (!last || all.length >= 200) return null
  const line = last.cloneNode(true)
  for (const control of controls(line)) {
    const [of, , part] = name(control).split(".")
    control.setAttribute("name", `${of}.${all.length}.${part}`)
    control.value = control.tagName === "SELECT" ? control.options[0].value : ""
  }
  last.after(line)
  return line
}

const alike = (one, other) => Object.keys({ ...one, ...other }).every((key) => JSON.stringify(one[key] ?? "") === JSON.stringify(other[key] ?? ""))

export default function ({ data, parentElement, setTriggerValue }) {
  const root = themed(parentElement)
  if (!root) return
  for (const key of data.forget) drafts.drop(key)
  const identity = `${data.form} ${data.version}`
  const goesOn = root._identity === identity && root._put === data.put
  const now = goesOn ? { ...data.values, ...collected(root) } : begun(root, data)
  Object.assign(root, { _identity: identity, _put: data.put })
  fill(root, data.tree, 0, false)
  put(root, now)
  if (data.proposed && root._proposed !== data.proposed.serial) {
    root._proposed = data.proposed.serial
    put(root, data.proposed.values)
    keep(root, data)
  }
  tell(root, data)
  again(root, data, setTriggerValue)
  root.oninput = () => keep(root, data)
  root.onchange = (event) => {
    keep(root, data)
    const source = event.composedPath().find((one) => one._send && one.getAttribute("name"))
    if (source) send(root, data, setTriggerValue, source._send)
  }
  root.onclick = (event) => {
    const source = event.composedPath().find((one) => one.tagName === "BUTTON")
    if (!source) return
    if (source.dataset.add) {
      const line = add(root, source.dataset.add)
      if (line) controls(line)[0].focus()
    } else if (source.dataset.clear !== undefined) {
      for (const control of controls(source.closest("[data-line]"))) control.value = control.tagName === "SELECT" ? control.options[0].value : ""
      keep(root, data)
    } else if (source.dataset.discard !== undefined) {
      discard(root, data)
      setTriggerValue("sent", { discard: true, sequence: ++sequence })
    }
    else if (source._send) send(root, data, setTriggerValue, source._send)
  }
  root.onkeydown = (event) => {
    if (event.key !== "Enter") return
    const into = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      root.querySelector("button[data-main]")?.click()
    } else if (into.tagName === "INPUT" && into.type !== "checkbox" && into.type !== "radio") event.preventDefault()
  }
  return () => { root.onclick = root.onchange = root.oninput = root.onkeydown = null }
}

// The values that a form opens with: those of the record, or what was typed here and never saved.
function begun(root, data) {
  const draft = drafts.get(data.form)
  root._brought = Boolean(draft && !alike(draft.values, data.values))
  root._version = root._brought ? draft.version : data.version
  if (draft && !root._brought) drafts.drop(data.form)
  return root._brought ? { ...data.values, ...draft.values } : { ...data.values }
}

function keep(root, data) {
  const values = collected(root)
  if (alike(values, data.values)) drafts.drop(data.form)
  else drafts.set(data.form, { version: root._version, values })
}

function discard(root, data) {
  drafts.drop(data.form)
  Object.assign(root, { _brought: false, _version: data.version })
  put(root, Object.fromEntries(Object.keys(collected(root)).map((key) => [key, data.values[key] ?? ""])))
  put(root, data.values)
  tell(root, data)
}

function tell(root, data) {
  const note = root.querySelector(".brought")
  if (note) note.hidden = !root._brought
  const older = root.querySelector(".older")
  if (older) older.hidden = !root._brought || root._version === data.version
}

function send(root, data, setTriggerValue, what) {
  const id = Math.random().toString(36).slice(2)
  root._sent = { id, what }
  setTriggerValue("sent", { ...what, id, form: data.form, version: root._version, values: collected(root), sequence: ++sequence })
}

// After a lost connection the server begins a new session, in which it does not know the form yet, and what was sent first is lost: once more.
function again(root, data, setTriggerValue) {
  const isNew = root._session !== undefined && root._session !== data.session
  root._session = data.session
  if (!root._sent || !isNew) return
  if (data.handled !== root._sent.id) send(root, data, setTriggerValue, root._sent.what)
}
