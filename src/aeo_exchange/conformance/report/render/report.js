// Filter the cases by state, area and text; without script the page shows them all.
const [state, area, text, shown] = ["state", "area", "text", "shown"].map((id) => document.getElementById(id));
const cases = [...document.querySelectorAll(".case")];
function filter() {
  const words = text.value.toLowerCase().split(/\s+/);
  for (const each of cases) {
    const itsState = each.querySelector("summary > *").className.split(" ").at(-1);
    const itsArea = each.dataset.area;
    const itsText = each.textContent.toLowerCase();
    each.hidden = (state.value && state.value !== itsState) || (area.value && area.value !== itsArea)
      || !words.every((word) => itsText.includes(word));
  }
  shown.value = `${cases.filter((each) => !each.hidden).length} of ${cases.length} cases`;
}
document.getElementById("filters").addEventListener("input", filter);
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
filter();
