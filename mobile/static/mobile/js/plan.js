// The plan brings itself up to date: while a decision is awaited, and while a stop is open.

const EVERY = 2000;
const EVERY_AT_A_STOP = 5000;
const SLOW_AFTER = 30000;

const plan = document.getElementById("plan");
const news = document.getElementById("news");
const { part, status, done, slow } = plan.dataset;
const atStop = "watch" in plan.dataset;
const since = Date.now();

const pending = () => plan.querySelector("[data-pending]")?.dataset.pending === "yes";

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "*/*" } });
  // Signed out meanwhile: the address of the sign-in page is where the answer came from.
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  return answer;
}

async function refresh() {
  const text = await (await fetched(part)).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.body.firstElementChild;
  if (fresh.outerHTML === plan.firstElementChild.outerHTML) return;
  const stops = fresh.matches("[data-stop]");
  if (stops !== atStop) {
    // Another page altogether, with a look of its own.
    location.reload();
    return;
  }
  plan.replaceChildren(...page.body.childNodes);
  const said = plan.querySelector("[data-news]")?.dataset.news ?? "";
  news.textContent = `${done} ${said}`.trim();
}

async function look() {
  try {
    if (atStop) await refresh();
    else if (!(await (await fetched(status)).json()).pending) await refresh();
  } catch {
    // No network, or none of ours: what is shown stays true, and the next look comes.
  }
  const waited = plan.querySelector("[data-slow]");
  if (waited && Date.now() - since > SLOW_AFTER) waited.textContent = slow;
  if (atStop || pending()) setTimeout(look, atStop ? EVERY_AT_A_STOP : EVERY);
}

if (atStop || pending()) setTimeout(look, atStop ? EVERY_AT_A_STOP : EVERY);
