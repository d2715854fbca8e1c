import{__toESM as e}from"./rolldown-runtime.js";import{require_jsx_runtime as t,require_react as n}from"./preload-helper.js";import{Group as r,Text as i}from"./Stack.js";import{graphql as a}from"./gql.js";import{Badge as o}from"./Badge.js";import{createReactComponent as s}from"./index.js";var c=e(n(),1);function l(e,t,n={leading:!1}){let[r,i]=(0,c.useState)(e),a=(0,c.useRef)(!1),o=(0,c.useRef)(null),s=(0,c.useRef)(!1),l=(0,c.useRef)(e);l.current=e;let u=(0,c.useCallback)(()=>{window.clearTimeout(o.current),o.current=null},[]),d=(0,c.useCallback)(()=>{u(),s.current=!1},[]),f=(0,c.useCallback)(()=>{o.current&&(d(),s.current=!1,i(l.current))},[]);return(0,c.useEffect)(()=>{a.current&&(u(),!s.current&&n.leading?(s.current=!0,i(e),o.current=window.setTimeout(()=>{s.current=!1},t)):o.current=window.setTimeout(()=>{s.current=!1,i(e)},t))},[e,n.leading,t]),(0,c.useEffect)(()=>(a.current=!0,d),[]),[r,d,{cancel:d,flush:f}]}var u=s(`outline`,`search`,`Search`,[[`path`,{d:`M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0`,key:`svg-0`}],[`path`,{d:`M21 21l-6 -6`,key:`svg-1`}]]);a(`
  fragment TargetParts on OmniTarget {
    level
    product {
      id
      code
      barcode
      name
    }
    option {
      id
      code
      barcode
      name
      isDefault
    }
    size {
      id
      code
      barcode
      name
    }
  }
`);var d=a(`
  query OmniTargets($search: String!, $first: Int!) {
    omniTargets(search: $search, first: $first) {
      ...TargetParts
    }
  }
`);function f(e){return e.size?.id??e.option.id}function p(e){return m(e)[0]??null}function m(e){let t=e.size?[e.size.code]:[e.option.code,e.option.isDefault?e.product.code:null];return[...new Set(t.filter(e=>!!e))]}function h(e){return[e.product.name,e.option.name,e.size?.name].filter(Boolean).join(` · `)}function g(e,t){return e.size?+(e.size.code===t):e.option.code===t?2:e.option.isDefault&&e.product.code===t?3:0}function _(e,t){let n=t.map(t=>g(t,e)),r=Math.min(...n.filter(e=>e>0));return t.filter((e,t)=>n[t]===r)}async function v(e,t){let n=await e.query(d,{search:t,first:50}).toPromise();if(n.error)throw n.error;return _(t,n.data?.omniTargets??[])}async function y(e,t){let n=m(t);for(let r of n){let n=await v(e,r);if(n.length===1&&f(n[0])===f(t))return{code:r}}let r=h(t)||`This item`;return n.length===0?{problem:`${r} has no Code, so nothing can be linked to it by name. Give it a Code in Omni and load the catalogue again.`}:{problem:`The Code ${n[0]} names another item too, so it cannot tell which one is meant. Give ${r} a Code of its own in Omni and load the catalogue again.`}}var b=t(),x={PRODUCT:`Product`,PRODUCT_OPTION:`Product option`,SIZE_OPTION:`Size option`};function S(e){return x[e]}function C({target:e,withLevel:t=!0}){let n=p(e);return(0,b.jsxs)(`div`,{children:[(0,b.jsxs)(r,{gap:6,wrap:`wrap`,children:[n===null?(0,b.jsx)(i,{span:!0,size:`sm`,c:`dimmed`,fs:`italic`,children:`no Code`}):(0,b.jsx)(`span`,{className:`sku`,children:n}),t&&(0,b.jsx)(o,{size:`xs`,variant:`default`,fw:500,tt:`none`,children:S(e.level)})]}),(0,b.jsx)(i,{size:`xs`,c:`dimmed`,lineClamp:2,children:h(e)||`without a name`})]})}export{u as IconSearch,d as OmniTargets,C as TargetView,S as levelName,y as nameTarget,_ as namedBy,p as targetCode,f as targetKey,h as targetName,l as useDebouncedValue};