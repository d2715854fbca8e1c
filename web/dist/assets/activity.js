import{__toESM as e}from"./rolldown-runtime.js";import{Select as t}from"./Select.js";import{Problem as n,Skeleton as r}from"./problem.js";import{Button as i,Group as a,Loader as o,Stack as s,Text as c}from"./Stack.js";import{require_jsx_runtime as l,require_react as u}from"./preload-helper.js";import{Alert as d,graphql as f,useMutation as p,useQuery as m}from"./gql.js";import{Integrations as h,createReactComponent as g,useSearchParams as _}from"./index.js";import{When as v,useOperationUpdates as y}from"./timestamp.js";import{Page as b}from"./page.js";import{Table as x}from"./Table.js";import{IconArrowBackUp as S}from"./IconArrowBackUp.js";import{IconCheck as C}from"./IconCheck.js";import{IconX as w}from"./IconX.js";import{kindWords as T,outcome as E,refusedCount as D}from"./operation-labels.js";import{OperationProgress as O}from"./progress.js";import{RejectedRows as k}from"./rejected-rows.js";var A=g(`outline`,`loader`,`Loader`,[[`path`,{d:`M12 6l0 -3`,key:`svg-0`}],[`path`,{d:`M16.25 7.75l2.15 -2.15`,key:`svg-1`}],[`path`,{d:`M18 12l3 0`,key:`svg-2`}],[`path`,{d:`M16.25 16.25l2.15 2.15`,key:`svg-3`}],[`path`,{d:`M12 18l0 3`,key:`svg-4`}],[`path`,{d:`M7.75 16.25l-2.15 2.15`,key:`svg-5`}],[`path`,{d:`M6 12l-3 0`,key:`svg-6`}],[`path`,{d:`M7.75 7.75l-2.15 -2.15`,key:`svg-7`}]]),j=e(u(),1),M=l();function N({pageInfo:e,onPlace:t,busy:n=!1}){let{hasNextPage:r,hasPreviousPage:o,startCursor:s,endCursor:c}=e;return!r&&!o?null:(0,M.jsxs)(a,{component:`nav`,"aria-label":`Pages`,gap:`xs`,children:[(0,M.jsx)(i,{variant:`default`,disabled:!o||n,onClick:()=>t({}),children:`First`}),(0,M.jsx)(i,{variant:`default`,disabled:!o||n,onClick:()=>t({before:s??void 0}),children:`Previous`}),(0,M.jsx)(i,{variant:`default`,disabled:!r||n,onClick:()=>t({after:c??void 0}),children:`Next`})]})}var P=f(`
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
`);function F({operationId:e,total:t}){let[{data:r,error:i},a]=m({query:P,variables:{id:e}});if(i)return(0,M.jsx)(n,{title:`The refused rows could not be read`,error:i,onRetry:()=>a()});if(!r)return(0,M.jsx)(o,{size:`sm`,"aria-label":`Loading the refused rows`});let s=r.node&&`rejectedRows`in r.node?r.node.rejectedRows:[];return s.length===0?(0,M.jsx)(c,{size:`sm`,children:`No row was refused.`}):(0,M.jsx)(k,{rows:s,total:t})}var I=f(`
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
`);function L(e,t){let[{fetching:n},r]=p(I),[i,a]=(0,j.useState)(),o=async()=>{a(void 0);let{data:n,error:i}=await r({input:{operationId:e}});a({payload:n?.restoreMappings,error:i}),t()};return{busy:n,result:i,start:()=>void o(),close:()=>a(void 0)}}function R({result:{payload:e,error:t},onClose:r}){if(!e?.operation)return(0,M.jsx)(n,{title:`Nothing was restored`,error:t,userErrors:e?.userErrors});let{restored:i,notRestored:a,rejectedRows:o}=e;return(0,M.jsxs)(M.Fragment,{children:[(0,M.jsx)(d,{color:a>0?`yellow`:`green`,title:`Mappings put back: ${i.toLocaleString()}`,withCloseButton:!0,onClose:r,children:a>0?`Not put back: ${a.toLocaleString()}; the rows say why. Restore again once what stands in their way is gone.`:`As they were, with their source, level and time.`}),(0,M.jsx)(k,{rows:o,total:a})]})}var z={icon:`_icon_1gusd_1`,table:`_table_1gusd_6`},B={RUNNING:{word:`Running`,color:`var(--mantine-color-blue-text)`,icon:A},SUCCEEDED:{word:`Done`,color:`var(--mantine-color-green-text)`,icon:C},FAILED:{word:`Failed`,color:`var(--mantine-color-red-text)`,icon:w}};function V({operation:e,onRestored:t}){let{id:n,kind:r,integration:o,actor:l,startedAt:u,finishedAt:d,state:f}=e,[p,m]=(0,j.useState)(!1),h=L(n,t),g=f===`SUCCEEDED`?D(e):0,{word:_,color:y,icon:b}=B[f],C=p||h.result;return(0,M.jsxs)(M.Fragment,{children:[(0,M.jsxs)(x.Tr,{role:`row`,style:C?{borderBottom:`none`}:void 0,children:[(0,M.jsxs)(x.Td,{role:`cell`,style:{whiteSpace:`nowrap`},children:[(0,M.jsx)(v,{at:u}),d&&(0,M.jsx)(c,{size:`xs`,c:`dimmed`,children:U(u,d)})]}),(0,M.jsxs)(x.Td,{role:`cell`,children:[T[r],(0,M.jsx)(c,{size:`xs`,c:`dimmed`,style:{overflowWrap:`anywhere`},children:o?.name??`Omni catalogue`})]}),(0,M.jsx)(x.Td,{role:`cell`,style:{overflowWrap:`anywhere`},children:l}),(0,M.jsx)(x.Td,{role:`cell`,children:(0,M.jsxs)(a,{gap:6,wrap:`nowrap`,children:[(0,M.jsx)(b,{size:16,color:y,className:z.icon,"aria-hidden":!0}),_]})}),(0,M.jsx)(x.Td,{role:`cell`,className:`numeric`,children:(0,M.jsx)(H,{operation:e})}),(0,M.jsx)(x.Td,{role:`cell`,children:(0,M.jsxs)(s,{gap:6,align:`flex-start`,children:[e.restorable&&f===`SUCCEEDED`&&(0,M.jsx)(i,{size:`compact-sm`,variant:`default`,leftSection:(0,M.jsx)(S,{size:14,"aria-hidden":!0}),loading:h.busy,onClick:h.start,children:`Restore`}),g!==0&&(0,M.jsx)(i,{size:`compact-sm`,variant:`subtle`,"aria-expanded":p,onClick:()=>m(!p),children:p?`Hide refused rows`:g===void 0?`Refused rows`:`Refused rows (${g.toLocaleString()})`})]})})]}),C&&(0,M.jsx)(x.Tr,{role:`row`,children:(0,M.jsx)(x.Td,{role:`cell`,colSpan:6,pt:0,children:(0,M.jsxs)(s,{gap:`sm`,"aria-live":`polite`,children:[h.result&&(0,M.jsx)(R,{result:h.result,onClose:h.close}),p&&(0,M.jsx)(F,{operationId:n,total:g})]})})})]})}function H({operation:e}){return e.state===`RUNNING`?(0,M.jsx)(O,{operation:e,label:T[e.kind]}):e.state===`FAILED`?(0,M.jsx)(c,{size:`sm`,children:e.error??`Nothing was changed.`}):E(e).map(e=>(0,M.jsx)(c,{size:`sm`,children:e},e))}function U(e,t){let n=(Date.parse(t)-Date.parse(e))/1e3;return n<1?`took under a second`:n<120?`took ${Math.round(n)} s`:`took ${Math.round(n/60).toLocaleString()} min`}function W({operations:e,onRestored:t}){return(0,M.jsxs)(x,{role:`table`,verticalSpacing:`sm`,className:z.table,children:[(0,M.jsx)(x.Thead,{role:`rowgroup`,children:(0,M.jsxs)(x.Tr,{role:`row`,children:[(0,M.jsx)(x.Th,{role:`columnheader`,children:`When`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`What`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`By`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`State`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`What came of it`}),(0,M.jsx)(x.Th,{role:`columnheader`,children:`Actions`})]})}),(0,M.jsx)(x.Tbody,{role:`rowgroup`,children:e.map(e=>(0,M.jsx)(V,{operation:e,onRestored:t},e.id))})]})}var G=f(`
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
`),K=25;function q(){let[e,t]=_(),i=e.get(`integration`),{after:a,before:o}={after:e.get(`after`)??void 0,before:e.get(`before`)??void 0},[{data:l,error:u,fetching:d},f]=m({query:G,variables:o===void 0?{integrationId:i,first:K,after:a}:{integrationId:i,last:K,before:o}}),p=(0,j.useCallback)(()=>f(),[f]),h=J(l?.operations.nodes,i,a===void 0&&o===void 0,p),g=e=>{let n={integration:i,...e};t(Object.fromEntries(Object.entries(n).filter(e=>typeof e[1]==`string`)))};return(0,M.jsxs)(b,{title:`Activity`,about:`Everything that was done, newest first. What deleted mappings can be restored.`,children:[(0,M.jsx)(Y,{value:i,onChange:e=>g({integration:e})}),(0,M.jsx)(n,{title:`The operations could not be read`,error:u,onRetry:p}),!h&&!u&&(0,M.jsx)(r,{h:320,role:`status`,"aria-label":`Loading the operations`}),h?.length===0&&(0,M.jsx)(c,{children:`Nothing has been done yet. Loads, imports, custom mappings, deletions and the like will be listed here.`}),h&&h.length>0&&(0,M.jsx)(W,{operations:h,onRestored:p}),l&&(0,M.jsxs)(s,{gap:`xs`,children:[(0,M.jsxs)(c,{size:`sm`,c:`dimmed`,children:[l.operations.totalCount.toLocaleString(),` operations in all`]}),(0,M.jsx)(N,{pageInfo:l.operations.pageInfo,onPlace:g,busy:d})]})]})}function J(e,t,n,r){let[i,a]=(0,j.useState)(new Map);if((0,j.useEffect)(()=>a(e=>new Map([...e].filter(([,e])=>e.state===`RUNNING`))),[e]),y(e=>{a(t=>new Map(t).set(e.id,e)),e.state!==`RUNNING`&&r()},r),!e)return;let o=new Set(e.map(({id:e})=>e)),s=e=>t===null||e.integration===null||e.integration?.id===t;return[...n?[...i.values()].filter(e=>!o.has(e.id)&&s(e)).reverse():[],...e.map(e=>i.get(e.id)??e)]}function Y({value:e,onChange:n}){let[{data:r}]=m({query:h}),i=(r?.integrations??[]).map(({id:e,name:t})=>({value:e,label:t}));return(0,M.jsx)(t,{label:`Integration`,description:`With one: its own, and the loads of the Omni catalogue`,placeholder:`All`,maw:360,clearable:!0,data:i,value:e,onChange:n,disabled:!r})}export{q as default};