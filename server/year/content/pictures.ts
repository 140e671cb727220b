import sharp from 'sharp';

/** A drawn picture of a road before, during and after its building, 960 × 640, as a phone would send it (JPEG). */
export function roadPicture(phase: 'before' | 'during' | 'after'): Promise<Buffer> {
  const road = { before: '#8a6b45', during: '#8f8a80', after: '#4a4f57' }[phase];
  const extra = {
    before: [90, 300, 520, 700]
      .map((x, i) => `<ellipse cx="${x + 60}" cy="${520 + (i % 2) * 50}" rx="70" ry="16" fill="#5f7280" opacity=".7"/>`)
      .join(''),
    during:
      '<rect x="560" y="350" width="190" height="90" fill="#e0a020"/><rect x="590" y="310" width="70" height="50" fill="#30363d"/>' +
      '<circle cx="600" cy="450" r="32" fill="#222"/><circle cx="710" cy="450" r="32" fill="#222"/><path d="M120 560l40-90 40 90z" fill="#e05020"/>',
    after:
      '<path d="M480 640l-6-60h12zM478 540l-4-50h12zM478 460l-3-40h10z" fill="#f4f4f4"/>' +
      [150, 790]
        .map(
          (x) =>
            `<path d="M${x} 470V240h44" stroke="#555" stroke-width="8" fill="none"/><rect x="${x + 30}" y="236" width="46" height="14" fill="#ffe9a0"/>`,
        )
        .join(''),
  }[phase];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640"><rect width="960" height="640" fill="#cfe3f2"/>
<path d="M0 330 200 180 380 320 560 150 760 330 960 210V640H0z" fill="#7fa37a"/><path d="M0 400H960V640H0z" fill="#93b582"/>
<path d="M420 340h120L900 640H60z" fill="${road}"/>${extra}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
}

/** A drawn scan of a decision with its red head and seal (JPEG). */
export function decisionPicture(): Promise<Buffer> {
  const lines = Array.from(
    { length: 12 },
    (_, i) => `<path d="M90 ${330 + i * 44}H${i === 11 ? 420 : 630}" stroke="#333" stroke-width="9"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="1018"><rect width="720" height="1018" fill="#fdfcf8"/>
<path d="M110 150H610" stroke="#c8102e" stroke-width="46"/><path d="M80 230H640" stroke="#c8102e" stroke-width="5"/>
<path d="M220 285H500" stroke="#111" stroke-width="16"/>${lines.join('')}<circle cx="520" cy="880" r="78" fill="none" stroke="#c8102e" stroke-width="8"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer();
}
