// What maps of other makers have drawn, as text: installed before a page's own scripts.
{
  const drawn = { instances: 0 }
  const watch = (type) => {
    if (!type) return
    for (const name of ["drawArraysInstanced", "drawElementsInstanced"]) {
      const draw = type.prototype[name]
      type.prototype[name] = function (...given) {
        drawn.instances = given[given.length - 1]
        return draw.apply(this, given)
      }
    }
  }
  watch(window.WebGL2RenderingContext)
  const inside = () => [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow).filter((one) => one?.L && one.map)
  const markers = (map) => {
    let count = 0
    map.eachLayer((layer) => { if (layer.getVisibleParent) count += layer.getLayers().length })
    return count
  }
  window.atlasProbes = {
    // Leaflet clusters in a frame: how many markers they hold.
    markers: () => String(inside().map((one) => markers(one.map)).at(-1)),
    // deck.gl: how many points were drawn last.
    instances: () => String(drawn.instances),
    // plotly: how many points, once its map has nothing left to load or draw.
    points: () => {
      const chart = document.querySelector(".js-plotly-plot")
      const map = chart?._fullLayout?.map?._subplot?.map
      return String(map?.loaded() && !map.isMoving() ? chart.calcdata.reduce((sum, one) => sum + one.length, 0) : -1)
    },
  }
}
