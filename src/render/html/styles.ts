import { pictureStyles } from '../graph/styles.ts';

/** Light and dark by what the reader has chosen; no fonts and no pictures from elsewhere. */
export const styles = `
:root{color-scheme:light dark;--ground:light-dark(#fff,#0d1117);--text:light-dark(#1f2328,#e6edf3);--dim:light-dark(#59636e,#9198a1);
--line:light-dark(#d1d9e0,#3d444d);--panel:light-dark(#f6f8fa,#151b23);--create:light-dark(#1a7f37,#3fb950);--update:light-dark(#9a6700,#d29922);
--replace:light-dark(#8250df,#ab7df8);--delete:light-dark(#cf222e,#f85149);--before:light-dark(#ffebe9,#3c1618);--after:light-dark(#dafbe1,#12321b)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:75rem;padding:1rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:1.5rem 0 .5rem}p{margin:.4rem 0}
code,td,.key{font-family:ui-monospace,monospace;font-size:.875rem;overflow-wrap:anywhere}
.dim{color:var(--dim)}.mark{display:inline-block;min-width:5.5rem;font-weight:600}
.create{color:var(--create)}.update{color:var(--update)}.replace{color:var(--replace)}.delete{color:var(--delete)}
.box{border-left:4px solid var(--delete);background:var(--panel);padding:.5rem 1rem;margin:1rem 0}.box ul{margin:.3rem 0;padding-left:1.2rem}
.box.calm{border-color:var(--create)}
form{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:end;position:sticky;top:0;z-index:1;background:var(--ground);border-bottom:1px solid var(--line);padding:.6rem 0}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem .8rem}legend{padding:0;font-size:.8rem;color:var(--dim)}
input[type=search],button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.25rem .6rem}
:focus-visible{outline:2px solid light-dark(#0969da,#4493f8);outline-offset:2px}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;content-visibility:auto;contain-intrinsic-size:auto 2.8rem}
summary{cursor:pointer;padding:.5rem .8rem}details>div{padding:0 .8rem .8rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}th{text-align:left;font-size:.8rem;color:var(--dim)}
th,td{border-top:1px solid var(--line);padding:.3rem .5rem;vertical-align:top}td.before{background:var(--before)}td.after{background:var(--after)}
td.before::before{content:'- '}td.after::before{content:'+ '}
.effect{font-family:system-ui,sans-serif;font-size:.9rem}.effect.loses{color:var(--delete);font-weight:600}.effect.rereads{color:var(--update)}
pre{overflow-x:auto;background:var(--panel);padding:.8rem;border-radius:6px;font-size:.875rem}
[hidden]{display:none!important}
@media(max-width:40rem){table,tbody,tr,td{display:block;width:auto}thead{display:none}td{border-top:0}tr{border-top:1px solid var(--line);padding:.3rem 0}form{position:static}}
@media print{form{display:none}}
figure{margin:1rem 0;position:relative}.frame{border:1px solid var(--line);border-radius:6px;overflow:auto;max-height:60vh;background:var(--ground)}
.frame.live{overflow:hidden}.frame svg{display:block;outline:0}
.tools{position:absolute;top:.5rem;right:.5rem;display:flex;gap:.3rem}.tools[hidden]{display:none}.tools button{min-width:2.2rem}
figcaption{font-size:.8rem;color:var(--dim);margin-top:.2rem}
details.change{scroll-margin-top:6rem}
.node.pale{opacity:.25}.edge.pale{opacity:.15}a.node{cursor:pointer}a.node:hover .box,a.node:focus-visible .box{stroke-width:3}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
${pictureStyles}
@media (max-width:40rem){.tools{position:static;justify-content:end;margin-top:.3rem}form{position:static;font-size:.875rem;gap:.4rem .8rem}fieldset{gap:0 .6rem}h1{font-size:1.2rem}details.change{scroll-margin-top:1rem}}
`;
