"""How the page looks: Streamlit's theme options, and a style sheet for our own elements."""

from __future__ import annotations

# Latin letters from the face that Streamlit carries, Chinese from what the reader's system has.
FONT = (
    "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', "
    "'Source Han Sans SC', 'WenQuanYi Zen Hei', sans-serif"
)

# Drawn here, since Streamlit fetches its own icons for the tab from the network.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#1f5f7a"/><path d="M9 8h14M9 13h14M9 23h9" stroke="#fff" stroke-width="2.4"/>'
    '<path d="M9 18h11" stroke="#ffe08a" stroke-width="3.6"/></svg>'
)

# What `streamlit run` is told, here and in .streamlit/config.toml alike (a test compares them).
OPTIONS: dict[str, str | bool | int] = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 64,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "theme.font": FONT,
    "theme.baseRadius": "0.5rem",
    "theme.light.primaryColor": "#1f5f7a",
    "theme.light.backgroundColor": "#fdfdfb",
    "theme.light.secondaryBackgroundColor": "#f3f4f0",
    "theme.light.textColor": "#1d2733",
    "theme.dark.primaryColor": "#7cc0da",
    "theme.dark.backgroundColor": "#14191f",
    "theme.dark.secondaryBackgroundColor": "#1d242c",
    "theme.dark.textColor": "#e6eaee",
}

# Greys are shares of the text colour, so that one sheet serves light and dark.
STYLE = """<style>
:root { --pq-line: color-mix(in srgb, currentColor 16%, transparent); }
.stMainBlockContainer { padding: 3.6rem 2.6rem 4rem; max-width: 1180px; }
.stAppHeader { height: 3rem; min-height: 3rem; }
[data-testid^="stBaseButton-primary"] { color: light-dark(#fff, #10202a); }
.stMultiSelect span[title], .stMultiSelect span[title] ~ * { color: light-dark(#fff, #10202a); }
[data-testid="InputInstructions"], [data-testid="stFileUploaderDropzoneInstructions"] {
  display: none; }
[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { font-size: .95rem; }
.stImage img { border: 1px solid var(--pq-line); border-radius: .4rem; }
/* It would stop the drawing alone, and in English; the page has its own button. */
.stStatusWidget button { display: none; }
.stApp { line-height: 1.65; }
.pq-head { display: flex; flex-direction: column; line-height: 1.4; }
.pq-head b { font-size: 1.5rem; letter-spacing: .01em; }
.pq-soft { color: color-mix(in srgb, currentColor 72%, transparent); font-size: .9rem; }
.pq-h { font-size: 1.02rem; font-weight: 650; margin: .4rem 0 -.5rem;
  display: flex; gap: .7rem; align-items: baseline; flex-wrap: wrap; }
.pq-h .pq-soft { font-weight: 400; }
.pq-wait { opacity: .85; }
.pq-coming { margin: .3rem 0 0; padding-left: 1.1rem; columns: 22rem 2; overflow-wrap: anywhere; }
.pq-coming li { margin: .05rem 0; break-inside: avoid; font-size: .95rem; }
.pq-coming b { font-weight: 600; }
.pq-understood { overflow-wrap: anywhere; }
.pq-understood b { font-weight: 600; }
.pq-short { font-size: 1.3rem; font-weight: 650; line-height: 1.4; margin-bottom: .4rem;
  overflow-wrap: anywhere; }
.pq-answer { font-size: 1.06rem; border-left: 3px solid #2c7a99; padding: .15rem 0 .15rem 1rem;
  max-width: 62rem; overflow-wrap: anywhere; }
.pq-answer p { margin: 0 0 .45rem; }
.pq-answer ul { margin: .1rem 0 .5rem; padding-left: 1.1rem; columns: 24rem 2; column-gap: 2rem; }
.pq-answer li { margin: .1rem 0; font-size: 1rem; break-inside: avoid; }
.pq-answer.pq-refused { border-left-color: color-mix(in srgb, currentColor 40%, transparent); }
.pq-ref { text-decoration: none; font-size: .82em; font-weight: 600; padding: 0 .22em;
  border-radius: .3em; color: inherit; white-space: nowrap;
  background: color-mix(in srgb, #2c7a99 20%, transparent); }
.pq-ref:hover, .pq-ref:focus-visible { background: color-mix(in srgb, #2c7a99 42%, transparent); }
.pq-card { scroll-margin-top: 4.5rem; overflow-wrap: anywhere; margin-bottom: -.6rem; }
.pq-card-top { display: flex; gap: .6rem; align-items: baseline; }
.pq-n { font-weight: 700; font-size: .82rem; padding: .02rem .42rem; border-radius: .35rem;
  background: color-mix(in srgb, #2c7a99 20%, transparent); }
.pq-title { font-weight: 650; overflow-wrap: anywhere; }
.pq-big { font-size: 1.5rem; font-weight: 650; line-height: 1.3; margin-top: .5rem; }
.pq-more { margin: .3rem 0; padding-left: 1.1rem; font-size: .92rem; }
.pq-none { margin-top: .6rem; font-style: italic; }
.pq-column { overflow-wrap: anywhere; }
.pq-map { display: grid; grid-template-columns: repeat(8, minmax(0, 1fr)); gap: .25rem;
  width: 24rem; max-width: 100%; font-size: .78rem; line-height: 1.2; }
.pq-atlas { display: flex; flex-wrap: wrap; gap: 1rem 2.4rem; }
.pq-tile { aspect-ratio: 5 / 4; border-radius: .35rem; display: flex; flex-direction: column;
  align-items: center; justify-content: center; border: 1px solid var(--pq-line);
  color: color-mix(in srgb, currentColor 70%, transparent); }
.pq-tile.pq-held { background: color-mix(in srgb, #2c7a99 24%, transparent); color: inherit;
  border-color: #2c7a99; }
.pq-atlas > * { max-width: 100%; min-width: 0; }
.st-key-page_picture * { max-width: 100%; }
.st-key-page_picture img { height: auto; }
.pq-regions { flex: 1 1 18rem; min-width: 0; }
.pq-region { break-inside: avoid; margin: 0 0 .8rem; overflow-wrap: anywhere; }
.pq-region h3 { font-size: 1rem; font-weight: 650; padding: 0; margin: 0 0 .1rem; display: flex;
  gap: .5rem; }
.pq-region ul { margin: 0; padding-left: 1.1rem; }
.pq-region li { font-size: .95rem; margin: 0; }
.pq-legend { display: flex; gap: .5rem; flex-wrap: wrap; }
.pq-badge { font-size: .85rem; padding: .05rem .5rem; border-radius: .4rem; }
.pq-scan { border: 1px dashed #c98a00; white-space: nowrap; }
.pq-draft { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.9; padding: .8rem 1rem;
  border: 1px solid var(--pq-line); border-radius: .6rem; max-height: 60vh; overflow-y: auto; }
.pq-claim { color: inherit; text-decoration: none; border-radius: .2rem; border-bottom: 2px solid;
  padding: .05em 0; }
.pq-claim sup { font-size: .68em; font-weight: 700; padding-left: .15em; }
.pq-supported { background: color-mix(in srgb, #2d7d4f 18%, transparent); border-color: #2d7d4f; }
.pq-contradicted { background: color-mix(in srgb, #c0392b 20%, transparent);
  border-color: #c0392b; }
.pq-unsupported { background: color-mix(in srgb, #c98a00 20%, transparent);
  border-color: #c98a00; border-bottom-style: dashed; }
.pq-note { font-style: italic; white-space: pre-line; margin-top: .3rem; }
.pq-sentence { margin-top: .3rem; }
.pq-crumbs { font-size: .88rem; color: color-mix(in srgb, currentColor 78%, transparent); }
.pq-crumbs i { font-style: normal; opacity: .75; padding: 0 .15em; }
.pq-passage { margin: .45rem 0 0; padding-left: .8rem; border-left: 2px solid var(--pq-line);
  white-space: pre-line; color: color-mix(in srgb, currentColor 82%, transparent); }
.pq-card:target { outline: 2px solid #2c7a99; outline-offset: .6rem; border-radius: .3rem; }
mark { background: #ffe9a3; color: #1d2733; padding: .06em .1em; border-radius: .2em;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.pq-notice { border: 1px solid var(--pq-line); border-radius: .6rem; padding: .8rem 1rem;
  overflow-wrap: anywhere; }
.pq-notice.pq-bad { border-left: 4px solid #b3452c; }
.pq-notice.pq-good { border-left: 4px solid #2d7d4f; }
.pq-notice h3 { margin: 0 0 .3rem; padding: 0; font-size: 1.1rem; }
.pq-outline { font-size: .9rem; max-height: 70vh; overflow-y: auto; }
.pq-outline a { display: block; color: inherit; text-decoration: none; padding: .14rem .3rem;
  border-radius: .3rem; overflow-wrap: anywhere; }
.pq-outline a:hover, .pq-outline a:focus-visible {
  background: color-mix(in srgb, currentColor 9%, transparent); }
.pq-outline a.pq-here { background: color-mix(in srgb, #2c7a99 18%, transparent); }
.stColumn:has(.st-key-reader_side) { position: sticky; top: 3.4rem; align-self: flex-start; }
.pq-text { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1rem; line-height: 1.8; }
.pq-text b { font-weight: 650; }
.pq-text mark, .pq-text b { scroll-margin-top: 4.5rem; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.4rem 1rem 3rem; }
  .pq-outline { max-height: 30vh; }
  .stColumn:has(.st-key-reader_side) { position: static; }
  .pq-head b { font-size: 1.3rem; }
  .st-key-view button { padding-inline: .5rem; }
}
@media (prefers-reduced-motion: no-preference) { .stMain { scroll-behavior: smooth; } }
</style>"""


def uploader_style(words: str) -> str:
    """The words on the button that Streamlit's uploader has in English alone, as a style sheet.

    ``words`` come from the catalogue and hold no quotes or backslashes.
    """
    return (
        '<style>[data-testid="stFileUploaderDropzone"] button p::after '
        f'{{ content: "{words}"; }}</style>'
    )
