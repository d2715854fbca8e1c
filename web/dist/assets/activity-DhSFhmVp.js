import{r as e}from"./rolldown-runtime-XKyaHtl9.js";import{t}from"./Select-BMfbg_iW.js";import{n,t as r}from"./problem-agY5aUdG.js";import{a as i,i as a,n as o,r as s,t as c}from"./Stack-DToUqQk0.js";import{P as l,j as u}from"./preload-helper-7fmfrwpT.js";import{c as d,s as f,t as p,u as m}from"./gql--KPLdbPq.js";import{l as h,n as g,p as _}from"./index-DzVLTYH8.js";import{n as v,t as y}from"./when-CemY4vxW.js";import{t as b}from"./page-w3o2U5J4.js";import{t as x}from"./Table-BzXGi2nW.js";import{t as S}from"./IconArrowBackUp-C8Q_flk9.js";import{t as C}from"./IconCheck-DZFFVYGI.js";import{t as w}from"./IconX-Bu_K8zsR.js";import{i as T,n as E,r as D}from"./kinds-Beyk9Uc8.js";import{t as O}from"./progress-BPiQhQQX.js";import{t as k}from"./rejected-rows-C-1x6taE.js";var A=h(`outline`,`loader`,`Loader`,[[`path`,{d:`M12 6l0 -3`,key:`svg-0`}],[`path`,{d:`M16.25 7.75l2.15 -2.15`,key:`svg-1`}],[`path`,{d:`M18 12l3 0`,key:`svg-2`}],[`path`,{d:`M16.25 16.25l2.15 2.15`,key:`svg-3`}],[`path`,{d:`M12 18l0 3`,key:`svg-4`}],[`path`,{d:`M7.75 16.25l-2.15 2.15`,key:`svg-5`}],[`path`,{d:`M6 12l-3 0`,key:`svg-6`}],[`path`,{d:`M7.75 7.75l-2.15 -2.15`,key:`svg-7`}]]),j=e(l(),1),M=u();function N({pageInfo:e,onPlace:t,busy:n=!1}){let{hasNextPage:r,hasPreviousPage:i,startCursor:s,endCursor:c}=e;return!r&&!i?null:(0,M.jsxs)(a,{component:`nav`,"aria-label":`Pages`,gap:`xs`,children:[(0,M.jsx)(o,{variant:`default`,disabled:!i||n,onClick:()=>t({}),children:`First`}),(0,M.jsx)(o,{variant:`default`,disabled:!i||n,onClick:()=>t({before:s??void 0}),children:`Previous`}),(0,M.jsx)(o,{variant:`default`,disabled:!r||n,onClick:()=>t({after:c??void 0}),children:`Next`})]})}var P=p(`
  query RefusedRows($id: ID!) {
    node(id: $id) {
      ... on Operation {
        rejectedRows {
          sheet
          row
          sku
          cin7Code
          code
          message
        }
      }
    }
  }
`);function F({operationId:e,total:t}){let[{data:n,error:a},o]=d({query:P,variables:{id:e}});if(a)return(0,M.jsx)(r,{title:`The refused rows could not be read`,error:a,onRetry:()=>o()});if(!n)return(0,M.jsx)(i,{size:`sm`,"aria-label":`Loading the refused rows`});let c=n.node&&`rejectedRows`in n.node?n.node.rejectedRows:[];return c.length===0?(0,M.jsx)(s,{size:`sm`,children:`No row was refused.`}):(0,M.jsx)(k,{rows:c,total:t})}var I=p(`
  mutation RestoreMappings($input: RestoreMappingsInput!) {
    restoreMappings(input: $input) {
      operation {
        id
      }
      restored
      notRestored
      rejectedRows {
        sheet
        row
        sku
        cin7Code
        code
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);function L(e,t){let[{fetching:n},r]=f(I),[i,a]=(0,j.useState)(),o=async()=>{a(void 0);let{data:n,error:i}=await r({input:{operationId:e}});a({payload:n?.restoreMappings,error:i}),t()};return{busy:n,result:i,start:()=>void o(),close:()=>a(void 0)}}function R({result:{payload:e,error:t},onClose:n}){if(!e?.operation)return(0,M.jsx)(r,{title:`Nothing was restored`,error:t,userErrors:e?.userErrors});let{restored:i,notRestored:a,rejectedRows:o}=e;return(0,M.jsxs)(M.Fragment,{children:[(0,M.jsx)(m,{color:a>0?`yellow`:`green`,title:`Mappings put back: ${i.toLocaleString()}`,withCloseButton:!0,onClose:n,children:a>0?`Not put back: ${a.toLocaleString()}; the rows say why. Restore again once what stands in their way is gone.`:`As they were, with their source, level and time.`}),(0,M.jsx)(k,{rows:o,total:a})]})}var z={icon:`_icon_1gusd_1`,table:`_table_1gusd_6`},B={RUNNING:{word:`Running`,color:`var(--mantine-color-blue-text)`,icon:A},SUCCEEDED:{word:`Done`,color:`var(--mantine-color-green-text)`,icon:C},FAILED:{word:`Failed`,color:`var(--mantine-color-red-text)`,icon:w}};function V({operation:e,onRestored:t}){let{id:n,kind:r,integration:i,actor:l,startedAt:u,finishedAt:d,state:f}=e,[p,m]=(0,j.useState)(!1),h=L(n,t),g=f===`SUCCEEDED`?T(e):0,{word:_,color:v,icon:b}=B[f],C=p||h.result;return(0,M.jsxs)(M.Fragment,{children:[(0,M.jsxs)(x.Tr,{role:`row`,style:C?{borderBottom:`none`}:void 0,children:[(0,M.jsxs)(x.Td,{role:`cell`,style:{whiteSpace:`nowrap`},children:[(0,M.jsx)(y,{at:u}),d&&(0,M.jsx)(s,{size:`xs`,c:`dimmed`,children:U(u,d)})]}),(0,M.jsxs)(x.Td,{role:`cell`,children:[E[r],(0,M.jsx)(s,{size:`xs`,c:`dimmed`,style:{overflowWrap:`anywhere`},children:i?.name??`Omni catalogue`})]}),(0,M.jsx)(x.Td,{role:`cell`,style:{overflowWrap:`anywhere`},children:l}),(0,M.jsx)(x.Td,{role:`cell`,children:(0,M.jsxs)(a,{gap:6,wrap:`nowrap`,children:[(0,M.jsx)(b,{size:16,color:v,className:z.icon,"aria-hidden":!0}),_]})}),(0,M.jsx)(x.Td,{role:`cell`,className:`numeric`,children:(0,M.jsx)(H,{operation:e})}),(0,M.jsx)(x.Td,{role:`cell`,children:(0,M.jsxs)(c,{gap:6,align:`flex-start`,children:[e.restorable&&f===`SUCCEEDED`&&(0,M.jsx)(o,{size:`compact-sm`,variant:`default`,leftSection:(0,M.jsx)(S,{size:14,"aria-hidden":!0}),loading:h.busy,onClick:h.start,children:`Restore`}),g!==0&&(0,M.jsx)(o,{size:`compact-sm`,variant:`subtle`,"aria-expanded":p,onClick:()=>m(!p),children:p?`Hide refused rows`:g===void 0?`Refused rows`:`Refused rows (${g.toLocaleString()})`})]})})]}),C&&(0,M.jsx)(x.Tr,{role:`row`,children:(0,M.jsx)(x.Td,{role:`cell`,colSpan:6,pt:0,children:(0,M.jsxs)(c,{gap:`sm`,"aria-live":`polite`,children:[h.result&&(0,M.jsx)(R,{result:h.result,onClose:h.close}),p&&(0,M.jsx)(F,{operationId:n,total:g})]})})})]})}function H({operation:e}){return e.state===`RUNNING`?(0,M.jsx)(O,{operation:e,label:E[e.kind]}):e.state===`FAILED`?(0,M.jsx)(s,{size:`sm`,children:e.error??`Nothing was changed.`}):D(e).map(e=>(0,M.jsx)(s,{size:`sm`,children:e},e))}function U(e,t){let n=(Date.parse(t)-Date.parse(e))/1e3;return n<1?`took under a second`:n<120?`took ${Math.round(n)} s`:`took ${Math.round(n/60).toLocaleString()} min`}function W({operations:e,onRestored:t}){return(0,M.jsxs)(x,{role:`table`,verticalSpacing:`sm`,className:z.table,children:[(0,M.jsx)(x.Thead,{role:`rowgroup`,children:(0,M.jsxs)(x.Tr,{role:`row`,children:[(0,M.jsx)(x.Th,{role:`columnheader`,children:`When`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`What`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`By`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`State`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`What came of it`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`Actions`})]})}),(0,M.jsx)(x.Tbody,{role:`rowgroup`,children:e.map(e=>(0,M.jsx)(V,{operation:e,onRestored:t},e.id))})]})}var G=p(`
  query Operations($integrationId: ID, $first: Int, $after: String, $last: Int, $before: String) {
    operations(integrationId: $integrationId, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...OperationFields
      }
      pageInfo {
        ...PageParts
      }
    }
  }
`),K=25;function q(){let[e,t]=_(),i=e.get(`integration`),{after:a,before:o}={after:e.get(`after`)??void 0,before:e.get(`before`)??void 0},[{data:l,error:u,fetching:f},p]=d({query:G,variables:o===void 0?{integrationId:i,first:K,after:a}:{integrationId:i,last:K,before:o}}),m=(0,j.useCallback)(()=>p(),[p]),h=J(l?.operations.nodes,i,a===void 0&&o===void 0,m),g=e=>{let n={integration:i,...e};t(Object.fromEntries(Object.entries(n).filter(e=>typeof e[1]==`string`)))};return(0,M.jsxs)(b,{title:`Activity`,about:`Everything that was done, newest first. What deleted mappings can be restored.`,children:[(0,M.jsx)(Y,{value:i,onChange:e=>g({integration:e})}),(0,M.jsx)(r,{title:`The operations could not be read`,error:u,onRetry:m}),!h&&!u&&(0,M.jsx)(n,{h:320,role:`status`,"aria-label":`Loading the operations`}),h?.length===0&&(0,M.jsx)(s,{children:`Nothing has been done yet. Loads, imports, custom mappings, deletions and the like will be listed here.`}),h&&h.length>0&&(0,M.jsx)(W,{operations:h,onRestored:m}),l&&(0,M.jsxs)(c,{gap:`xs`,children:[(0,M.jsxs)(s,{size:`sm`,c:`dimmed`,children:[l.operations.totalCount.toLocaleString(),` operations in all`]}),(0,M.jsx)(N,{pageInfo:l.operations.pageInfo,onPlace:g,busy:f})]})]})}function J(e,t,n,r){let[i,a]=(0,j.useState)(new Map);if((0,j.useEffect)(()=>a(e=>new Map([...e].filter(([,e])=>e.state===`RUNNING`))),[e]),v(e=>{a(t=>new Map(t).set(e.id,e)),e.state!==`RUNNING`&&r()},r),!e)return;let o=new Set(e.map(({id:e})=>e)),s=e=>t===null||e.integration===null||e.integration?.id===t;return[...n?[...i.values()].filter(e=>!o.has(e.id)&&s(e)).reverse():[],...e.map(e=>i.get(e.id)??e)]}function Y({value:e,onChange:n}){let[{data:r}]=d({query:g}),i=(r?.integrations??[]).map(({id:e,name:t})=>({value:e,label:t}));return(0,M.jsx)(t,{label:`Integration`,description:`With one: its own, and the loads of the Omni catalogue`,placeholder:`All`,maw:360,clearable:!0,data:i,value:e,onChange:n,disabled:!r})}export{q as default};