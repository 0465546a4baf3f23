// Looks now and then how long work stands, and shows the whole page when it is done. A link does the same.
const place = document.getElementById("progress");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  if (!fresh || !fresh.dataset.going) {
    location.reload();
    return;
  }
  // What says the same is not said again, and a button under somebody's fingers stays.
  if (fresh.textContent !== place.textContent) {
    const focused = place.contains(document.activeElement);
    const status = place.querySelector("[role=status]");
    if (focused && status) status.replaceWith(fresh.querySelector("[role=status]"));
    else place.replaceChildren(...fresh.childNodes);
  }
  setTimeout(look, 1000);
}

setTimeout(look, 700);
