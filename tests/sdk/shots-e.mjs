// pictures of the gallery: contact sheets
import { chromium as launcher } from 'playwright-core';
import { mkdirSync, readFileSync } from 'node:fs';
const axeSource = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const out = process.argv[2]; const lang = process.argv[3] ?? 'en'; const widths=(process.argv[4]??'360').split(',').map(Number); const schemes=(process.argv[5]??'light').split(','); const only=process.argv[6];
mkdirSync(out,{recursive:true});
const pages=['sign-in','sign-in/identifier','sign-in/branded','sign-in/refused','register','register/refused','consent','sign-out','signed-out','error','unknown-session','not-found',
...['password','password-refused','code','code-refused','code-by-phone','no-account','account-exists','forgotten','username','phone','new-password','reset-password','profile','factors','set-up','totp','backup-code','passkey','new-passkey','new-totp','new-backup-codes','link'].map(s=>'step/'+s)].filter(p=>!only||only.split(',').includes(p));
const b=await launcher.launch({executablePath:'/usr/bin/chromium',headless:true,args:['--no-sandbox','--disable-gpu']});
const c=await b.newContext({bypassCSP:true}); const page=await c.newPage();
const plain=await b.newContext(); const nojs=await b.newContext({javaScriptEnabled:false}); const still=await nojs.newPage();
for (const w of widths) for (const s of schemes) {
  for (const name of pages) {
    const p = name==='sign-out' ? still : page;
    await p.setViewportSize({width:w,height:w<500?740:800}); await p.emulateMedia({colorScheme:s});
    await p.goto(`http://127.0.0.1:3999/${name}?lang=${lang}`);
    await p.screenshot({path:`${out}/${name.replaceAll('/','-')}-${w}-${s}-${lang}.png`,fullPage:true,animations:'disabled'});
    if (p===page) {
      const over=await page.evaluate(()=>document.documentElement.scrollWidth-document.documentElement.clientWidth); if(over>0) console.log(name,w,lang,'overflow',over);
      await page.evaluate(axeSource);
      const r=await page.evaluate(()=>globalThis.axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}));
      for(const v of r.violations) console.log(name,w,s,lang,v.id,v.nodes.map(n=>n.html.slice(0,160)).join(' | '), v.nodes[0].failureSummary.slice(0,200));
    }
  }
}
await b.close();
