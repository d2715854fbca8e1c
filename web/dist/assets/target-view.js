import{__toESM as e}from"./rolldown-runtime.js";import{require_jsx_runtime as t,require_react as n}from"./preload-helper.js";import{Button as r,Group as i,Text as a}from"./Stack.js";import{graphql as o}from"./gql.js";import{Badge as s}from"./Badge.js";import{Title as c}from"./Title.js";import{createReactComponent as l}from"./index.js";var u=e(n(),1);function d(e,t,n={leading:!1}){let[r,i]=(0,u.useState)(e),a=(0,u.useRef)(!1),o=(0,u.useRef)(null),s=(0,u.useRef)(!1),c=(0,u.useRef)(e);c.current=e;let l=(0,u.useCallback)(()=>{window.clearTimeout(o.current),o.current=null},[]),d=(0,u.useCallback)(()=>{l(),s.current=!1},[]),f=(0,u.useCallback)(()=>{o.current&&(d(),s.current=!1,i(c.current))},[]);return(0,u.useEffect)(()=>{a.current&&(l(),!s.current&&n.leading?(s.current=!0,i(e),o.current=window.setTimeout(()=>{s.current=!1},t)):o.current=window.setTimeout(()=>{s.current=!1,i(e)},t))},[e,n.leading,t]),(0,u.useEffect)(()=>(a.current=!0,d),[]),[r,d,{cancel:d,flush:f}]}var f=l(`outline`,`chevron-left`,`ChevronLeft`,[[`path`,{d:`M15 6l-6 6l6 6`,key:`svg-0`}]]),p=l(`outline`,`chevron-right`,`ChevronRight`,[[`path`,{d:`M9 6l6 6l-6 6`,key:`svg-0`}]]),m=l(`outline`,`chevrons-left`,`ChevronsLeft`,[[`path`,{d:`M11 7l-5 5l5 5`,key:`svg-0`}],[`path`,{d:`M17 7l-5 5l5 5`,key:`svg-1`}]]),h=l(`outline`,`search`,`Search`,[[`path`,{d:`M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0`,key:`svg-0`}],[`path`,{d:`M21 21l-6 -6`,key:`svg-1`}]]),g=t(),_={first:50};function v(e){let[t,n]=(0,u.useState)({key:e,page:_,from:1}),r=t.key===e?t:{key:e,page:_,from:1};return(0,u.useEffect)(()=>n(t=>t.key===e?t:{key:e,page:_,from:1}),[e]),{...(0,u.useMemo)(()=>({toFirst:()=>n({key:e,page:_,from:1}),toNext:t=>n(n=>({key:e,page:{first:50,after:t.endCursor??void 0},from:(n.key===e?n.from:1)+50})),toPrevious:t=>n(n=>n.from-50<=1?{key:e,page:_,from:1}:{key:e,page:{last:50,before:t.startCursor??void 0},from:n.from-50})}),[e]),page:r.page,from:r.from,atFirst:r.page.after===void 0&&r.page.before===void 0}}function y({paging:e,info:t,shown:n,total:o,what:s,busy:c}){let l=e.from+n-1;return(0,g.jsxs)(i,{component:`nav`,"aria-label":`Pages of ${s}`,justify:`space-between`,gap:`xs`,children:[(0,g.jsxs)(a,{size:`sm`,className:`numeric`,role:`status`,children:[n===0?`No ${s} here`:`${e.from.toLocaleString()} to ${l.toLocaleString()}`,o===void 0?n===0?``:` …`:` of ${o.toLocaleString()} ${s}`]}),(0,g.jsxs)(i,{gap:`xs`,children:[(0,g.jsx)(r,{size:`xs`,variant:`default`,leftSection:(0,g.jsx)(m,{size:14}),disabled:e.atFirst||c,onClick:e.toFirst,children:`First`}),(0,g.jsx)(r,{size:`xs`,variant:`default`,leftSection:(0,g.jsx)(f,{size:14}),disabled:e.atFirst||c||!t?.hasPreviousPage,onClick:()=>t&&e.toPrevious(t),children:`Previous`}),(0,g.jsx)(r,{size:`xs`,variant:`default`,rightSection:(0,g.jsx)(p,{size:14}),disabled:c||!t?.hasNextPage,onClick:()=>t&&e.toNext(t),children:`Next`})]})]})}function b({children:e,tab:t}){let n=(0,u.useRef)(null);return(0,u.useEffect)(()=>{n.current?.focus({preventScroll:!0})},[]),(0,u.useEffect)(()=>{document.title=`${t} · omnimap`},[t]),(0,g.jsx)(c,{order:1,size:`h2`,ref:n,tabIndex:-1,style:{outline:`none`},children:e})}o(`
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
`);var x=o(`
  query OmniTargets($search: String!, $first: Int!) {
    omniTargets(search: $search, first: $first) {
      ...TargetParts
    }
  }
`);function S(e){return e.size?.id??e.option.id}function C(e){return w(e)[0]??null}function w(e){let t=e.size?[e.size.code]:[e.option.code,e.option.isDefault?e.product.code:null];return[...new Set(t.filter(e=>!!e))]}function T(e){return[e.product.name,e.option.name,e.size?.name].filter(Boolean).join(` · `)}function E(e,t){return e.size?+(e.size.code===t):e.option.code===t?2:e.option.isDefault&&e.product.code===t?3:0}function D(e,t){let n=t.map(t=>E(t,e)),r=Math.min(...n.filter(e=>e>0));return t.filter((e,t)=>n[t]===r)}async function O(e,t){let n=await e.query(x,{search:t,first:50}).toPromise();if(n.error)throw n.error;return D(t,n.data?.omniTargets??[])}async function k(e,t){let n=w(t);for(let r of n){let n=await O(e,r);if(n.length===1&&S(n[0])===S(t))return{code:r}}let r=T(t)||`This item`;return n.length===0?{problem:`${r} has no Code, so nothing can be linked to it by name. Give it a Code in Omni and load the catalogue again.`}:{problem:`The Code ${n[0]} names another item too, so it cannot tell which one is meant. Give ${r} a Code of its own in Omni and load the catalogue again.`}}var A={PRODUCT:`Product`,PRODUCT_OPTION:`Product option`,SIZE_OPTION:`Size option`};function j(e){return A[e]}function M({target:e,withLevel:t=!0}){let n=C(e);return(0,g.jsxs)(`div`,{children:[(0,g.jsxs)(i,{gap:6,wrap:`wrap`,children:[n===null?(0,g.jsx)(a,{span:!0,size:`sm`,c:`dimmed`,fs:`italic`,children:`no Code`}):(0,g.jsx)(`span`,{className:`sku`,children:n}),t&&(0,g.jsx)(s,{size:`xs`,variant:`default`,fw:500,tt:`none`,children:j(e.level)})]}),(0,g.jsx)(a,{size:`xs`,c:`dimmed`,lineClamp:2,children:T(e)||`without a name`})]})}export{h as IconSearch,x as OmniTargets,b as PageTitle,y as Pager,M as TargetView,j as levelName,k as nameTarget,D as namedBy,C as targetCode,S as targetKey,T as targetName,d as useDebouncedValue,v as usePaging};