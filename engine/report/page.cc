#include "engine/report/page.h"

#include "engine/report/html.h"
#include "engine/report/report_html.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1.0625rem/1.5 system-ui,sans-serif;color:#111;background:#fff}
h1,h2,h3{line-height:1.2;margin:1.6em 0 .5em}
h1{margin-top:.5em}
.lead{font-size:1.2rem}
.note{border-left:.3rem solid #555;padding:.2rem 0 .2rem .8rem}
nav ul{columns:2;padding-left:1.2rem}
a{color:#0b4f8a}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.9375rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #8a8a8a;padding:.25rem .5rem;text-align:left;vertical-align:top}
thead th{background:#eee}
td ul{margin:0;padding-left:1.1em;min-width:15rem}
td p{margin:.2rem 0}
.number{text-align:right;font-variant-numeric:tabular-nums}
.verdict{font-weight:700}
.small{font-size:.85em;color:#333}
svg{display:block;max-width:100%;height:auto}
figure{margin:0}
figcaption{font-weight:600;padding:.3rem 0}
.side-by-side{display:flex;flex-wrap:wrap;gap:1rem 2rem;margin:1rem 0}
.bar{fill:#1d5a8c}
.low,.low2{fill:#c4590f;background:#c4590f}
.low2{fill:#f0b27a}
.stripes{stroke:#fff;stroke-width:14;stroke-dasharray:2 3}
.mid{fill:#d9d9d9;stroke:#555;stroke-width:.5;background:#d9d9d9}
.high,.high2{fill:#12436d;background:#12436d}
.high2{fill:#6f9dc4}
.none{fill:#fff;stroke:#111;background:#fff}
.key{display:inline-block;width:1.4em;height:.8em;border:1px solid #555}
.key.low{background:repeating-linear-gradient(90deg,#c4590f 0 3px,#fff 3px 5px)}
.box{fill:#f3f3f3;stroke:#555}
.arrow{stroke:#555;stroke-width:1.5}
svg .box-title{font-size:13px;font-weight:700}
svg .box-text,svg .note-text{font-size:12.5px}
@media (max-width:40rem){nav ul{columns:1}}
@media print{body{max-width:none;font-size:10pt}table{font-size:7pt}th,td{padding:.1rem .2rem}
td ul{min-width:0}td svg{width:60px}nav{display:none}.wide{overflow:visible}
h2,h3,caption,figcaption{break-after:avoid}tr,figure{break-inside:avoid}
.bar,.key,svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

// What stands in files of pictures too.
constexpr std::string_view kPictureStyle = R"css(
svg text{font:11px system-ui,sans-serif;fill:#111}
svg .place{font-weight:600}
svg .on{fill:#fff}
.axis{stroke:#111}
.duel{stroke:#8a8a8a;stroke-width:1.5}
.duel.won{stroke:#12436d;stroke-width:2.5}
.level{stroke:#8a8a8a;stroke-width:1.5;stroke-dasharray:4 3}
.head{fill:#8a8a8a}
.head.won,.node.won,.seg.won{fill:#12436d}
.node{fill:#fff;stroke:#111}
.plate{fill:#fff;opacity:.85}
.seg{fill:#c9dcec;stroke:#555;stroke-width:.5}
.seg.gone{fill:#fff}
.kept{fill:#d9d9d9;opacity:.7}
.moved{fill:#c4590f;opacity:.6}
.median{stroke:#111;stroke-width:1.5;stroke-dasharray:3 2}
.g0{fill:#a8430a}.g1{fill:#e08a4a}.g2{fill:#f3c79f}.g3{fill:#e6e6e6}.g4{fill:#a9c8e3}.g5{fill:#3f79ab}.g6{fill:#12436d}
)css";

}  // namespace

std::string PageHead(std::string_view title) {
  std::string head = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  head += "<meta name=\"generator\" content=\"" + std::string(kReportGenerator) + "\">\n";
  head += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  head +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";
  head += "<title>" + EscapeHtml(title) + "</title>\n<style>" + std::string(kStyle) +
          std::string(kPictureStyle) + "</style>\n";
  return head + "</head>\n";
}

std::string_view PictureStyle() {
  return kPictureStyle;
}

}  // namespace quorate::engine
