// The offer of another language. It is shown to a reader whose browser puts that language before the page's own, on
// the page they arrive at from elsewhere: so a dismissed offer does not come back at the next click, and nothing has
// to be remembered about anybody.
{
  // fr-CA and fr are one language here.
  const primary = (tag) => tag.toLowerCase().split("-")[0];

  const offers = [...document.querySelectorAll(".offer")];
  const here = primary(document.documentElement.lang);
  const inLanguage = (language) => offers.find((offer) => primary(offer.lang) === language);
  const preferred = navigator.languages.map(primary).find((language) => language === here || inLanguage(language));

  const [visit] = performance.getEntriesByType("navigation");
  const fromHere = document.referrer !== "" && new URL(document.referrer).origin === location.origin;
  // Coming back and loading again keep the referrer of the first visit.
  const arriving = !fromHere && visit?.type === "navigate";

  const offer = arriving && preferred !== here && inLanguage(preferred);
  if (offer) {
    const dismiss = () => {
      // The button goes away under the focus: give it to what the offer stood before.
      if (offer.contains(document.activeElement)) document.getElementById("content").focus({ preventScroll: true });
      offer.hidden = true;
    };
    offer.querySelector("button").addEventListener("click", dismiss);
    addEventListener("keydown", ({ key }) => {
      // While a dialog is open Escape is the dialog's.
      if (key === "Escape" && !document.querySelector("dialog[open]")) dismiss();
    });
    offer.hidden = false;
  }
}
