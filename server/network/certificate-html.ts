import type { Language } from '../../core/contract/problems.ts';
import { type Device, devices, type Steps, texts } from './certificate-texts.ts';

export interface CertificatePage {
  readonly language: Language;
  readonly authority: { readonly name: string; readonly fingerprint: string; readonly until: string };
  /** Where the button leads. */
  readonly enter: string;
  /** This page in the other language. */
  readonly other: string;
  readonly file: string;
  readonly userAgent: string;
}

const html = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Which steps to open at once. An iPad calls itself a Macintosh. */
function deviceOf(userAgent: string): Device {
  if (/Android|HarmonyOS|OpenHarmony/i.test(userAgent)) return 'android';
  if (/iPhone|iPad|Macintosh/i.test(userAgent)) return 'apple';
  if (/Windows/i.test(userAgent)) return 'windows';
  return /Firefox/i.test(userAgent) ? 'firefox' : 'linux';
}

const list = (steps: readonly string[]) => `<ol>${steps.map((step) => `<li>${html(step)}</li>`).join('')}</ol>`;
const details = ({ name, steps, code, more = [] }: Steps, open: boolean) =>
  `<details${open ? ' open' : ''}><summary>${html(name)}</summary>${list(steps)}${
    code ? `<pre tabindex="0">${html(code)}</pre>` : ''
  }${more.map((text) => `<p>${html(text)}</p>`).join('')}</details>`;

/** Rows of eight bytes, so that two people can read it to each other. */
const inRows = (fingerprint: string) =>
  (fingerprint.match(/.{1,24}/g) ?? []).map((row) => `<span>${row.replace(/:$/, '')}</span>`).join('');

/**
 * The page that gives the certificate and says how to install it. Whole in itself and without a script: it must work on whatever browser a
 * device has, over plain http, before anything else does.
 */
export function certificateHtml({ language, authority, enter, other, file, userAgent }: CertificatePage): string {
  const t = texts[language];
  const mine = deviceOf(userAgent);
  const ordered = [mine, ...devices.filter((device) => device !== mine)];
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(
    new Date(authority.until),
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.title} · 票决</title>
<style>${style}</style>
</head>
<body>
<header><b>票决</b><a lang="${language === 'en' ? 'zh-CN' : 'en'}" href="${html(other)}">${t.other}</a></header>
<main>
<h1>${t.title}</h1>
<p class="why">${t.why}</p>
${/MicroMessenger/i.test(userAgent) ? `<p class="warn" role="status">${t.wechat}</p>` : ''}
<section><h2><i>1</i>${t.get.title}</h2>
<a class="button" href="${html(file)}" download="piaojue-ca.crt">${t.get.button}</a>
<p>${t.get.text}</p></section>
<section><h2><i>2</i>${t.compare.title}</h2>
<p>${t.compare.text}</p>
<p class="print">${inRows(authority.fingerprint)}</p>
<dl><dt>${t.compare.name}</dt><dd>${html(authority.name)}</dd><dt>${t.compare.until}</dt><dd>${until}</dd></dl></section>
<section><h2><i>3</i>${t.install.title}</h2>
<p>${t.install.text}</p>
${ordered.map((device) => details(t.devices[device], device === mine)).join('\n')}</section>
<section><h2><i>4</i>${t.enter.title}</h2>
<a class="button" href="${html(enter)}">${t.enter.button}</a>
<p class="where">${html(enter)}</p>
<p>${t.enter.text}</p></section>
<section class="quiet"><h2>${t.remove.title}</h2><p>${t.remove.text}</p></section>
</main>
</body>
</html>
`;
}

const style = `
*{box-sizing:border-box}
body{margin:0;color:#1c1a17;background:#f4f2ee;font:1.125rem/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Droid Sans Fallback",system-ui,sans-serif;-webkit-text-size-adjust:100%}
html:lang(en) body{font-family:system-ui,sans-serif}
h1,h2,p,dl,dd,ol{margin:0}
header{display:flex;justify-content:space-between;align-items:center;min-height:56px;padding:8px 20px;background:#fff;border-bottom:1px solid #cfc8bc}
header b{color:#9b1c1c;font-size:1.375rem;letter-spacing:.1em}
header a{display:grid;place-items:center;min-height:44px;padding:0 14px;border:1px solid #cfc8bc;border-radius:8px;color:inherit;text-decoration:none}
main{max-width:760px;margin:0 auto;padding:28px 20px 56px}
h1{font-size:1.75rem;line-height:1.3}
.why{margin-top:10px}
.warn{margin-top:16px;padding:12px 16px;border-left:5px solid #7a4100;border-radius:8px;background:#fff1d6}
section{display:grid;grid-template-columns:minmax(0,1fr);gap:14px;margin-top:20px;padding:20px;background:#fff;border:1px solid #cfc8bc;border-radius:12px}
h2{display:flex;align-items:center;gap:12px;font-size:1.3125rem;line-height:1.3}
h2 i{display:grid;flex:none;place-items:center;width:34px;height:34px;border-radius:50%;background:#9b1c1c;color:#fff;font-style:normal;font-size:1.125rem}
.button{display:grid;place-items:center;min-height:60px;padding:10px 24px;border-radius:10px;background:#9b1c1c;color:#fff;font-size:1.25rem;font-weight:600;text-decoration:none}
.button:hover{background:#7d1414}
:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}
.print{display:grid;gap:2px;padding:12px;border-radius:8px;background:#f4f2ee;font:600 clamp(.8125rem,3.9vw,1.125rem)/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;text-align:center}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px}
dt{color:#4a453d}
dd{overflow-wrap:anywhere}
details{border:1px solid #cfc8bc;border-radius:10px}
summary{min-height:60px;padding:15px 16px;font-weight:600;cursor:pointer}
details[open] summary{border-bottom:1px solid #e6e1d8}
ol{display:grid;gap:10px;padding:14px 18px 16px 42px}
pre{margin:0 16px 14px;padding:12px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:8px;background:#f4f2ee;font:.9375rem/1.6 ui-monospace,Consolas,monospace}
details p{padding:0 16px 16px}
.where{color:#4a453d;font-size:1rem;overflow-wrap:anywhere;text-align:center}
.quiet{background:none;font-size:1rem}
.quiet h2{font-size:1.0625rem}
@media (min-width:700px){.button{justify-self:start;min-width:280px}.where{text-align:left}.print{grid-template-columns:auto auto;justify-content:center;column-gap:28px}}
`;
