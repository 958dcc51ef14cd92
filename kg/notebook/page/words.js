// The page's own words, in both languages.
const WORDS = {
  zh: {
    language: "English", search: "搜索名称或简称(按 / )", filters: "图例与筛选", types: "类型", reports: "报告", years: "年份",
    undated: "未注明", only: "仅", onlyTitle: "只看这一项", all: "全选", more: "更多", options: "显示",
    isolated: "没有联系的实体", reporters: "隐去报告单位", shown: (n, f) => `${n} 个实体 · ${f} 条事实`,
    closer: "放大", further: "缩小", whole: "看全图", close: "关闭", aliases: "又称", in: "见于", facts: "事实", numbers: "统计",
    none: "这个实体没有事实,也没有统计。", planned: "计划", by: "授予方", post: "职务", rest: (n) => `再显示 ${n} 条`,
    between: "两者之间", outside: "图外实体", nothing: "没有找到", aboutIt: "关于它的统计", rule: "规则", confidence: "置信度",
    connections: (n) => `${n} 个联系`, picture: "关系网络图;用搜索框可按名称选取实体", iri: "标识符", hint: "点击节点或连线,看事实与原文",
    list: "、", period: "期间", source: "来源", subject: "主体",
  },
  en: {
    language: "中文", search: "Search a name or alias ( / )", filters: "Legend and filters", types: "Types", reports: "Reports", years: "Years",
    undated: "undated", only: "only", onlyTitle: "Show only this", all: "all", more: "more", options: "Show",
    isolated: "unconnected entities", reporters: "hide reporting unions", shown: (n, f) => `${n} entities · ${f} facts`,
    closer: "Zoom in", further: "Zoom out", whole: "Whole picture", close: "Close", aliases: "Also", in: "In", facts: "Facts", numbers: "Numbers",
    none: "No fact and no number about this entity.", planned: "planned", by: "by", post: "as", rest: (n) => `Show ${n} more`,
    between: "Between the two", outside: "entity outside the picture", nothing: "Nothing found", aboutIt: "Numbers about it", rule: "rule", confidence: "confidence",
    connections: (n) => `${n} connections`, picture: "Network; the search box selects an entity by name", iri: "IRI", hint: "Click a node or a line for facts and sentences",
    list: ", ", period: "period", source: "source", subject: "of",
  },
};
let language = "zh";
const word = (key) => WORDS[language][key];
const either = (zh, en) => (language === "zh" ? zh : en);
