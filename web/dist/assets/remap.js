import{__toESM as e}from"./rolldown-runtime.js";import{Alert as t,Paper as n,graphql as r,useClient as i,useQuery as a}from"./gql.js";import{ActionIcon as o,Anchor as s,Link as c,useParams as l,useSearchParams as u}from"./index.js";import{Box as d,Button as f,Group as p,Stack as m,Text as h,useMediaQuery as g}from"./Stack.js";import{NoIntegrationLine as _,useIntegration as v}from"./no-integration.js";import{Problem as y,Skeleton as b}from"./problem.js";import{PageTitle as x,Title as S}from"./page.js";import{require_jsx_runtime as C,require_react as w}from"./preload-helper.js";import{IconSearch as T,TargetView as E,nameTarget as ee,targetCode as D,targetKey as O,targetName as k,useDebouncedValue as A}from"./target-view.js";import{TargetSelect as j,counted as M}from"./target-select.js";import{Undo as te}from"./undo.js";import{Badge as N}from"./Badge.js";import{IconX as P,Pager as F,usePaging as I}from"./pager.js";import{ScrollArea as L}from"./OptionalPortal.js";import{Table as R}from"./Table.js";import{RejectedRows as z}from"./rejected-rows.js";import{TextInput as B}from"./TextInput.js";var V=e(w(),1);function ne(e){if(!e||e.rejectedRows.length>0)return;let t=(e,t)=>e.map(({sku:e,target:n})=>[e,{kind:t,target:n}]);return new Map([...t(e.kept,`kept`),...t(e.created,`new`),...t(e.lost,`lost`)])}function re(e,t){return e.flatMap(({sku:e,nowKey:n})=>{let r=t?.get(e),i=r&&r.kind!==`lost`?O(r.target):void 0,a=n?[{from:e,to:n,kind:!r||i===n?`kept`:`gone`}]:[];return i&&i!==n?[...a,{from:e,to:i,kind:`new`}]:a})}var H=C(),U={kept:{stroke:`var(--mantine-color-gray-6)`,strokeWidth:2,strokeDasharray:void 0},new:{stroke:`light-dark(var(--mantine-color-blue-8), var(--mantine-color-blue-4))`,strokeWidth:3,strokeDasharray:`8 4`},gone:{stroke:`light-dark(var(--mantine-color-red-8), var(--mantine-color-red-4))`,strokeWidth:2,strokeDasharray:`2 5`}};function ie({container:e,links:t}){let[n,r]=(0,V.useState)([]);return(0,V.useEffect)(()=>{let n=e.current;if(!n)return;let i=()=>r(W(n,t));i();let a=new ResizeObserver(i);return a.observe(n),()=>a.disconnect()},[e,t]),(0,H.jsx)(`svg`,{"aria-hidden":!0,style:{position:`absolute`,inset:0,width:`100%`,height:`100%`,pointerEvents:`none`,overflow:`visible`},children:n.map(({from:e,to:t,kind:n,path:r})=>(0,H.jsx)(`path`,{d:r,fill:`none`,strokeLinecap:`round`,...U[n]},`${n} ${e} ${t}`))})}function W(e,t){let n=e.getBoundingClientRect(),r=t=>new Map([...e.querySelectorAll(`[${t}]`)].map(e=>[e.getAttribute(t),e.getBoundingClientRect()])),i=r(`data-link-from`),a=r(`data-link-to`);return t.flatMap(e=>{let t=i.get(e.from),r=a.get(e.to);if(!t||!r)return[];let[o,s]=[t.right-n.left,t.top+t.height/2-n.top],[c,l]=[r.left-n.left,r.top+r.height/2-n.top],u=(c-o)/2;return[{...e,path:`M ${o} ${s} C ${o+u} ${s}, ${c-u} ${l}, ${c} ${l}`}]})}function ae(){let e={kept:`stays`,new:`new`,gone:`goes`};return(0,H.jsx)(`div`,{style:{display:`flex`,gap:16,fontSize:`var(--mantine-font-size-xs)`},children:[`kept`,`new`,`gone`].map(t=>(0,H.jsxs)(`span`,{style:{display:`inline-flex`,alignItems:`center`,gap:6},children:[(0,H.jsx)(`svg`,{width:36,height:8,"aria-hidden":!0,children:(0,H.jsx)(`path`,{d:`M 2 4 H 34`,strokeLinecap:`round`,...U[t]})}),e[t]]},t))})}var oe=(0,V.memo)(function({line:e,foreign:t,choice:r,refused:i,change:a,candidates:u,onChoose:f,onPick:m}){let{id:g}=l(),{sku:_}=e;return(0,H.jsxs)(n,{withBorder:!0,p:`xs`,fz:`sm`,"data-link-from":_,children:[(0,H.jsxs)(p,{justify:`space-between`,gap:`xs`,wrap:`nowrap`,align:`flex-start`,children:[(0,H.jsxs)(`div`,{children:[(0,H.jsx)(`span`,{className:`sku`,children:_}),(0,H.jsx)(h,{size:`xs`,lineClamp:1,children:e.title||`No title`})]}),t&&(0,H.jsx)(s,{component:c,href:`/integrations/${g}/remap?family=${encodeURIComponent(e.familySku)}`,size:`xs`,underline:`always`,children:`other family`})]}),(0,H.jsx)(G,{line:e,change:a,candidates:u}),(0,H.jsxs)(p,{gap:4,wrap:`nowrap`,align:`flex-start`,mt:4,children:[(0,H.jsx)(d,{flex:1,miw:0,children:(0,H.jsx)(j,{asSelect:!0,label:`Link ${_} to`,hideLabel:!0,placeholder:`By the rules, or pick an item`,value:r?.code??``,onChange:e=>f(_,e===``?void 0:{code:e}),onPick:e=>m(_,e),candidates:u,error:r?.problem??i})}),r&&(0,H.jsx)(o,{variant:`subtle`,color:`gray`,size:`lg`,"aria-label":`Clear the choice for ${_}`,onClick:()=>f(_,void 0),children:(0,H.jsx)(P,{size:16})})]})]})});function G({line:e,change:t,candidates:n}){let r=e.nowKey===void 0?void 0:e.listing?.mapping?.target??n.find(t=>O(t)===e.nowKey);return(0,H.jsxs)(h,{size:`xs`,component:`div`,c:`dimmed`,children:[`Now: `,r?(0,H.jsx)(K,{target:r}):`not mapped`,t?.kind===`new`&&(0,H.jsxs)(H.Fragment,{children:[` `,(0,H.jsx)(N,{size:`xs`,color:`blue`,variant:`light`,tt:`none`,children:`then`}),` `,(0,H.jsx)(K,{target:t.target})]}),t?.kind===`lost`&&(0,H.jsxs)(H.Fragment,{children:[` `,(0,H.jsx)(N,{size:`xs`,color:`red`,variant:`light`,tt:`none`,children:`then none`})]}),t?.kind===`kept`&&`, stays`]})}function K({target:e}){let t=D(e);return t?(0,H.jsx)(`span`,{className:`sku`,children:t}):(0,H.jsx)(H.Fragment,{children:k(e)})}var q=r(`
  query PartialPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        sku
        title
        familySku
      }
      pageInfo {
        ...PageParts
      }
    }
  }
`),J=r(`
  query PartialTotal($integrationId: ID!, $filter: ListingFilter) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {
      totalCount
    }
  }
`);r(`
  fragment FamilyListing on AmazonListing {
    id
    sku
    familySku
    title
    status
    unmappableReason
    matches {
      ...TargetParts
    }
    mapping {
      id
      target {
        ...TargetParts
      }
    }
  }
`);var se=r(`
  query FamilyListings($integrationId: ID!, $familySku: String!) {
    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {
      nodes {
        ...FamilyListing
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`),Y=r(`
  query RemapProduct($integrationId: ID!, $id: ID!) {
    node(id: $id) {
      ... on OmniProduct {
        id
        code
        barcode
        name
        options {
          id
          code
          barcode
          name
          isDefault
          mapping(integrationId: $integrationId) {
            ...ProductLink
          }
          sizes {
            id
            code
            barcode
            name
            mapping(integrationId: $integrationId) {
              ...ProductLink
            }
          }
        }
      }
    }
  }
`);r(`
  fragment ProductLink on Mapping {
    id
    listing {
      sku
      familySku
      title
    }
  }
`),r(`
  fragment RemapPair on RemapPair {
    sku
    target {
      ...TargetParts
    }
    formerTarget {
      ...TargetParts
    }
  }
`);var ce=r(`
  mutation RemapPreview($input: RemapProductsInput!) {
    remapProducts(input: $input) {
      operation {
        id
      }
      deleted
      created {
        ...RemapPair
      }
      kept {
        ...RemapPair
      }
      lost {
        ...RemapPair
      }
      rejectedRows {
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
`),X=r(`
  query MappingOf($integrationId: ID!, $sku: String!) {
    amazonListing(integrationId: $integrationId, sku: $sku) {
      mapping {
        id
        target {
          option {
            id
          }
          size {
            id
          }
        }
      }
    }
  }
`),Z=r(`
  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {
    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {
      deleted
    }
  }
`);function Q(e){let t=(t,n)=>({target:{level:n?`SIZE_OPTION`:`PRODUCT_OPTION`,product:e,option:t,size:n??null},link:(n??t).mapping?.listing});return e.options.flatMap(e=>[t(e),...e.sizes.map(n=>t(e,n))])}var le=50;function ue({outcome:e,stale:t}){let[n,r]=(0,V.useState)(!1);if(e.rejectedRows.length>0)return(0,H.jsxs)(m,{gap:`xs`,children:[(0,H.jsxs)(h,{size:`sm`,role:`status`,children:[e.rejectedRows.length===1?`A pair would be refused; while it is`:`${e.rejectedRows.length.toLocaleString()} pairs would be refused; while they are`,`, nothing can be changed.`]}),(0,H.jsx)(z,{rows:e.rejectedRows})]});let i=[...e.created.map(e=>({pair:e,kind:`new`})),...e.lost.map(e=>({pair:e,kind:`lost`})),...e.kept.map(e=>({pair:e,kind:`kept`}))],a=n?i:i.slice(0,le),o=e.created.length+e.deleted>0;return(0,H.jsxs)(m,{gap:`xs`,style:{opacity:t?.6:1},"aria-busy":t,children:[(0,H.jsxs)(h,{size:`sm`,role:`status`,className:`numeric`,children:[e.created.length.toLocaleString(),` new, `,e.kept.length.toLocaleString(),` kept, `,e.lost.length.toLocaleString(),` lost; `,e.deleted.toLocaleString(),` former`,` `,e.deleted===1?`link`:`links`,` deleted.`,!o&&` So nothing changes: pick an item at a listing to link it.`]}),i.length>0&&(0,H.jsx)(L,{viewportProps:{tabIndex:0,role:`region`,"aria-label":`Rows of the remap`},children:(0,H.jsxs)(R,{withTableBorder:!0,miw:560,children:[(0,H.jsx)(R.Thead,{children:(0,H.jsxs)(R.Tr,{children:[(0,H.jsx)(R.Th,{w:90,children:`What`}),(0,H.jsx)(R.Th,{children:`SKU`}),(0,H.jsx)(R.Th,{children:`Before`}),(0,H.jsx)(R.Th,{children:`After`})]})}),(0,H.jsx)(R.Tbody,{children:a.map(({pair:e,kind:t})=>(0,H.jsx)(de,{pair:e,kind:t},e.sku))})]})}),a.length<i.length&&(0,H.jsx)(`div`,{children:(0,H.jsxs)(f,{size:`xs`,variant:`default`,onClick:()=>r(!0),children:[`Show all `,i.length.toLocaleString()]})})]})}var $={new:{label:`New`,color:`blue`},kept:{label:`Kept`,color:`gray`},lost:{label:`Lost`,color:`red`}};function de({pair:e,kind:t}){let n=t===`lost`?e.target:e.formerTarget;return(0,H.jsxs)(R.Tr,{children:[(0,H.jsx)(R.Td,{children:(0,H.jsx)(N,{color:$[t].color,variant:`light`,tt:`none`,children:$[t].label})}),(0,H.jsx)(R.Th,{scope:`row`,fw:400,ta:`start`,className:`sku`,children:e.sku}),(0,H.jsx)(R.Td,{children:n?(0,H.jsx)(E,{target:n,withLevel:!1}):(0,H.jsx)(fe,{})}),(0,H.jsx)(R.Td,{children:t===`lost`?(0,H.jsx)(fe,{}):(0,H.jsx)(E,{target:e.target})})]})}function fe(){return(0,H.jsx)(h,{size:`sm`,c:`dimmed`,children:`not mapped`})}function pe({product:e,included:t,changes:r,onInclude:i}){let a=new Map([...r??[]].filter(([,e])=>e.kind!==`lost`).map(([e,t])=>[O(t.target),e]));return(0,H.jsxs)(n,{withBorder:!0,p:`xs`,fz:`sm`,component:`section`,children:[(0,H.jsxs)(p,{justify:`space-between`,gap:`xs`,align:`flex-start`,wrap:`nowrap`,children:[(0,H.jsxs)(`div`,{children:[(0,H.jsx)(S,{order:3,size:`h6`,children:e.name||`Without a name`}),e.code&&(0,H.jsx)(`span`,{className:`sku`,children:e.code})]}),t?(0,H.jsx)(N,{variant:`light`,tt:`none`,style:{flexShrink:0},children:`In this remap`}):(0,H.jsx)(f,{size:`compact-xs`,variant:`default`,style:{flexShrink:0},onClick:()=>i(e.id),"aria-label":`Take in ${e.name||e.code||`this product`}`,children:`Take in`})]}),(0,H.jsx)(m,{component:`ul`,gap:2,p:0,mt:`xs`,mb:0,style:{listStyle:`none`},children:Q(e).map(e=>(0,H.jsx)(me,{place:e,nextSku:a.get(O(e.target)),known:r!==void 0,moves:r?.has(e.link?.sku??``)??!1},O(e.target)))})]})}function me({place:{target:e,link:t},nextSku:n,known:r,moves:i}){let a=e.size??e.option,o=n??(i?void 0:t?.sku);return(0,H.jsxs)(p,{component:`li`,"data-link-to":O(e),gap:`xs`,justify:`space-between`,py:4,pl:e.size?`md`:`xs`,style:{borderTop:`1px solid var(--mantine-color-default-border)`},children:[(0,H.jsxs)(`div`,{children:[(0,H.jsx)(`span`,{className:`sku`,children:a.code??`no Code`}),` `,(0,H.jsx)(h,{span:!0,size:`xs`,children:a.name})]}),(0,H.jsxs)(h,{size:`xs`,c:`dimmed`,component:`div`,children:[t?(0,H.jsx)(`span`,{className:`sku`,children:t.sku}):`free`,r&&o!==t?.sku&&(0,H.jsxs)(H.Fragment,{children:[`, then `,o?(0,H.jsx)(`span`,{className:`sku`,children:o}):`free`]})]})]})}function he(e,t,n){let r=i(),[{data:o,fetching:s,error:c},l]=a({query:se,variables:{integrationId:e,familySku:t}}),[u,d]=(0,V.useState)(),[f,p]=(0,V.useState)(),[m,h]=(0,V.useState)(0),g=o?.amazonListings.nodes,_=(g?ge(g,n):[]).join(` `),v=g!==void 0;return(0,V.useEffect)(()=>{if(!v)return;let t=!1;return(async()=>{let n=await Promise.all(_.split(` `).filter(Boolean).map(t=>r.query(Y,{integrationId:e,id:t}).toPromise()));t||(p(n.find(e=>e.error)?.error),d(n.map(e=>e.data?.node).filter(e=>!!e&&`options`in e)))})(),()=>{t=!0}},[r,e,_,v,m]),{listings:g,products:u,more:o?.amazonListings.pageInfo.hasNextPage??!1,fetching:s,error:c??f,again:()=>{l(),h(e=>e+1)}}}function ge(e,t){let n=e.flatMap(e=>e.mapping?[e.mapping.target.product.id]:[]),r=e.flatMap(e=>e.matches.map(e=>e.product.id));return[...new Set([...t,...n,...r])]}function _e(e,t){let n=new Map(t.flatMap(Q).map(({target:e},t)=>[O(e),t])),r=e=>e.nowKey===void 0?-1:n.get(e.nowKey)??-1,i=e.map(e=>{let{sku:t,familySku:n,title:r,mapping:i}=e;return{sku:t,familySku:n,title:r,nowKey:i?O(i.target):void 0,listing:e}}).sort((e,t)=>r(e)-r(t)),a=new Set(i.map(e=>e.sku)),o=t.flatMap(Q).flatMap(({target:e,link:t})=>t&&!a.has(t.sku)?[{...t,nowKey:O(e)}]:[]);return[...i,...o]}function ve(e,t,n,r){let i=new Map(n.flatMap(Q).map(({target:e})=>[O(e),e.product.id])),a=new Set([e]),o=new Set(r?[r]:[]),s=t.flatMap(e=>{let t=e.nowKey?i.get(e.nowKey):void 0;return t?[{family:e.familySku,product:t}]:[]});for(let e=-1;e!==a.size+o.size;){e=a.size+o.size;for(let{family:e,product:t}of s)(a.has(e)||o.has(t))&&(a.add(e),o.add(t))}return o}function ye(e,t){let n=i(),[r,a]=(0,V.useState)(),o=e?JSON.stringify([e,t]):``;return(0,V.useEffect)(()=>{if(o===``)return;let e=!1,t=setTimeout(async()=>{let t=JSON.parse(o)[0],{data:r,error:i}=await n.mutation(ce,{input:{...t,dryRun:!0}}).toPromise();e||a({key:o,...be(r?.remapProducts,i)})},250);return()=>{e=!0,clearTimeout(t)}},[n,o]),{outcome:r?.outcome,error:r?.key===o?r.error:void 0,current:r?.key===o}}function be(e,t){return e?e.userErrors.length>0?{error:{message:e.userErrors.map(e=>e.message).join(` `)}}:{outcome:e}:{error:t??{message:`The server gave no answer.`}}}function xe(e){let t=i();return async n=>{let r=[];for(let{sku:i,target:a}of n){let{data:n,error:o}=await t.query(X,{integrationId:e,sku:i}).toPromise();if(o)return o;let s=n?.amazonListing?.mapping;s&&O(s.target)===O(a)&&r.push(s.id)}if(r.length!==0)return(await t.mutation(Z,{integrationId:e,ids:r}).toPromise()).error}}function Se({integrationId:e,familySku:n,product:r,onProduct:a}){let o=i(),s=g(`(max-width: 62em)`,!1,{getInitialValueInEffect:!1})??!1,[c,l]=(0,V.useState)([]),{listings:u,products:_,more:v,error:x,again:C}=he(e,n,r?[r,...c]:c),[w,T]=(0,V.useState)(new Map),[E,D]=(0,V.useState)(!1),[O,k]=(0,V.useState)(),[A,j]=(0,V.useState)(),[N,P]=(0,V.useState)(0),F=xe(e),I=(0,V.useRef)(null),L=(0,V.useMemo)(()=>_e(u??[],_??[]),[u,_]),R=r??(L.some(e=>e.familySku===n&&e.nowKey)?void 0:_?.find(e=>Q(e).some(e=>e.link))?.id),z=[...w].filter(([,e])=>e.code.trim()!==``),B=u&&u.length>0&&_?{integrationId:e,familySku:n,omniProductId:R??null,mappings:z.map(([e,t])=>({sku:e,cin7Code:t.code}))}:void 0,U=ye(B,N),W=U.outcome,G=(0,V.useCallback)((e,t)=>{T(n=>{let r=new Map(n);return t?r.set(e,t):r.delete(e),r})},[]),K=(0,V.useCallback)(async(e,t)=>{l(e=>e.includes(t.product.id)?e:[...e,t.product.id]);try{let{code:n,problem:r}=await ee(o,t);G(e,r===void 0?{code:n}:{code:``,problem:r})}catch(t){G(e,{code:``,problem:t instanceof Error?t.message:String(t)})}},[o,G]),q=(0,V.useMemo)(()=>(_??[]).flatMap(Q).map(e=>e.target),[_]),J=(0,V.useMemo)(()=>ne(W),[W]),se=(0,V.useMemo)(()=>re(L,J),[L,J]),Y=new Map(U.current?W?.rejectedRows.map(e=>[z[e.row-1]?.[0]??e.sku,e.message]):[]),X=()=>{C(),P(e=>e+1)},Z=async()=>{if(!B||E)return;D(!0),j(void 0);let{data:e,error:t}=await o.mutation(ce,{input:{...B,dryRun:!1}}).toPromise();D(!1);let n=be(e?.remapProducts,t);if(n.error)return j(n.error);if(!n.outcome||n.outcome.rejectedRows.length>0)return X();let{operation:r,deleted:i,created:a}=n.outcome;k({operationId:r?.id,deleted:i,created:a}),T(new Map),X()};if(x)return(0,H.jsx)(y,{error:x,title:`The family could not be read`,onRetry:C});if(!u||!_)return(0,H.jsx)(b,{height:320,"aria-label":`Loading the family`});if(u.length===0)return(0,H.jsxs)(h,{children:[`There is no family `,(0,H.jsx)(`span`,{className:`sku`,children:n}),` in this integration. A family is named by its parent's SKU, or a product by its own.`]});let le=ve(n,L,_,R),$=(W?.created.length??0)+(W?.deleted??0),de=U.current&&!U.error&&Y.size===0&&$>0&&![...w.values()].some(e=>e.problem);return(0,H.jsxs)(m,{children:[v&&(0,H.jsx)(t,{color:`yellow`,children:`The family has more than 250 listings; the first 250 are shown. The remap takes them all.`}),O&&(0,H.jsx)(te,{operationId:O.operationId??``,nothingDeleted:O.deleted===0,before:()=>F(O.created),onRestored:X,onClose:()=>k(void 0),children:`Remapped: ${M(O.created.length,`new link`)}, ${M(O.deleted,`former link`)} gone.`},O.operationId??`nothing`),A&&(0,H.jsx)(y,{error:A,title:`Nothing was remapped`,onRetry:Z}),(0,H.jsxs)(p,{justify:`space-between`,align:`flex-end`,children:[(0,H.jsx)(d,{w:{base:`100%`,sm:380},children:(0,H.jsx)(Ce,{onAdd:e=>l(t=>t.includes(e)?t:[...t,e])})}),!s&&(0,H.jsx)(ae,{})]}),(0,H.jsxs)(`div`,{ref:I,style:{position:`relative`,display:`grid`,gridTemplateColumns:s?`1fr`:`minmax(0, 1fr) minmax(0, 1fr)`,columnGap:140,rowGap:24,alignItems:`start`},children:[(0,H.jsxs)(m,{gap:`xs`,component:`section`,"aria-labelledby":`amazon-side`,children:[(0,H.jsx)(S,{order:2,size:`h5`,id:`amazon-side`,children:`On Amazon`}),L.map(e=>(0,H.jsx)(oe,{line:e,foreign:e.familySku!==n,choice:w.get(e.sku),refused:Y.get(e.sku),change:J?.get(e.sku),candidates:q,onChoose:G,onPick:K},e.sku))]}),(0,H.jsxs)(m,{gap:`xs`,component:`section`,"aria-labelledby":`omni-side`,children:[(0,H.jsx)(S,{order:2,size:`h5`,id:`omni-side`,children:`In Omni`}),_.length===0&&(0,H.jsx)(h,{size:`sm`,children:`Nothing in Omni is linked to this family or matches it. Add an Omni product above, or pick its Code at a listing.`}),_.map(e=>(0,H.jsx)(pe,{product:e,included:le.has(e.id),changes:J,onInclude:a},e.id))]}),!s&&(0,H.jsx)(ie,{container:I,links:se})]}),(0,H.jsxs)(`section`,{"aria-labelledby":`outcome`,children:[(0,H.jsxs)(p,{justify:`space-between`,mb:`xs`,children:[(0,H.jsx)(S,{order:2,size:`h5`,id:`outcome`,children:`What the remap would do`}),(0,H.jsx)(f,{onClick:Z,loading:E,disabled:!de,children:$===0||!W?`Remap`:`Remap: ${M(W.created.length,`new link`)}, ${M(W.deleted,`former link`)} gone`})]}),U.error&&(0,H.jsx)(y,{error:U.error,title:`This cannot be remapped`,onRetry:()=>P(e=>e+1)}),W&&!U.error&&(0,H.jsx)(ue,{outcome:W,stale:!U.current}),!W&&!U.error&&(0,H.jsx)(b,{height:120,"aria-label":`Loading the preview`})]})]})}function Ce({onAdd:e}){let[t,n]=(0,V.useState)(``);return(0,H.jsx)(j,{label:`Show another Omni product`,placeholder:`Code, name or barcode`,value:t,onChange:n,onPick:t=>{e(t.product.id),n(``)}})}function we({integrationId:e,onFamily:t}){let[n,r]=(0,V.useState)(``),[i,o]=(0,V.useState)(``),[s]=A(n.trim(),250),c={status:[`PARTIALLY_MAPPED`],search:s||null},l=I(s),[{data:u,fetching:d,error:g},_]=a({query:q,variables:{integrationId:e,filter:c,...l.page}}),[v]=a({query:J,variables:{integrationId:e,filter:c}}),x=u?.amazonListings;return(0,H.jsxs)(m,{children:[(0,H.jsx)(h,{maw:760,children:`These listings are not mapped, but others of their family are, so that no import maps them. A remap takes the family and the Omni products that it is mapped to, and decides all their links anew. You see what it would do before it does it, and it can be undone.`}),(0,H.jsxs)(p,{align:`flex-end`,gap:`md`,children:[(0,H.jsx)(B,{type:`search`,label:`Search`,placeholder:`SKU, ASIN or title`,leftSection:(0,H.jsx)(T,{size:16}),value:n,onChange:e=>r(e.currentTarget.value),w:{base:`100%`,sm:300}}),(0,H.jsx)(`form`,{onSubmit:e=>{e.preventDefault(),i.trim()!==``&&t(i.trim())},children:(0,H.jsxs)(p,{align:`flex-end`,gap:`xs`,wrap:`nowrap`,children:[(0,H.jsx)(B,{label:`Or any other family`,placeholder:`The SKU that names it`,value:i,onChange:e=>o(e.currentTarget.value)}),(0,H.jsx)(f,{type:`submit`,variant:`default`,disabled:i.trim()===``,children:`Open`})]})})]}),g&&(0,H.jsx)(y,{error:g,title:`The list could not be read`,onRetry:_}),!x&&!g&&(0,H.jsx)(b,{height:240,"aria-label":`Loading the list`}),x&&x.nodes.length===0&&(0,H.jsx)(h,{children:s===``?`No product is partially mapped.`:`No partially mapped product is found.`}),x&&Te(x.nodes).map(([t,n])=>(0,H.jsx)(Ee,{integrationId:e,sku:t,listings:n},t)),x&&(x.nodes.length>0||!l.atFirst)&&(0,H.jsx)(F,{paging:l,info:x.pageInfo,shown:x.nodes.length,total:v.fetching?void 0:v.data?.amazonListings.totalCount,what:`partially mapped products`,busy:d})]})}function Te(e){let t=new Map;for(let n of e)t.set(n.familySku,[...t.get(n.familySku)??[],n]);return[...t]}function Ee({integrationId:e,sku:t,listings:r}){return(0,H.jsx)(n,{withBorder:!0,p:`sm`,component:`section`,children:(0,H.jsxs)(p,{justify:`space-between`,align:`flex-start`,wrap:`nowrap`,gap:`sm`,children:[(0,H.jsxs)(`div`,{children:[(0,H.jsx)(S,{order:2,size:`h5`,className:`sku`,children:t}),(0,H.jsx)(m,{component:`ul`,gap:2,pl:`md`,my:4,children:r.map(e=>(0,H.jsxs)(h,{component:`li`,size:`sm`,children:[(0,H.jsx)(`span`,{className:`sku`,children:e.sku}),` `,e.title]},e.id))})]}),(0,H.jsx)(s,{component:c,href:`/integrations/${e}/remap?family=${encodeURIComponent(t)}`,underline:`always`,fw:600,"aria-label":`Remap the family ${t}`,children:`Remap`})]})})}function De(){let{id:e,integration:n,fetching:r,error:i,refresh:a}=v(),[o,l]=u(),d=o.get(`family`)??``,f=o.get(`product`)??void 0;return(0,H.jsxs)(m,{maw:1400,mx:`auto`,children:[d!==``&&(0,H.jsx)(s,{component:c,href:`/integrations/${e}/remap`,size:`sm`,children:`← Partially mapped products`}),(0,H.jsx)(x,{tab:d===``?`Remap`:`Remap ${d}`,children:d===``?`Remap${n?` products of ${n.name}`:``}`:(0,H.jsxs)(H.Fragment,{children:[`Remap `,(0,H.jsx)(`span`,{className:`sku`,children:d})]})},`title ${d}`),i&&(0,H.jsx)(y,{error:i,title:`The integration could not be read`,onRetry:a}),!i&&!r&&!n&&(0,H.jsx)(_,{}),n&&!n.productsEnabled&&(0,H.jsxs)(t,{color:`yellow`,title:`Products is turned off`,children:[`Nothing can be remapped until it is turned on in the `,(0,H.jsx)(s,{component:c,underline:`always`,href:`/settings`,children:`settings`}),`.`]}),n&&d===``&&(0,H.jsx)(we,{integrationId:e,onFamily:e=>l({family:e})}),n&&d!==``&&(0,H.jsx)(Se,{integrationId:e,familySku:d,product:f,onProduct:e=>l({family:d,product:e},{replace:!0})},d)]})}export{De as default};